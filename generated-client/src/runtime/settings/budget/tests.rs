//! The budget, empty and full.

use super::*;

#[test]
fn the_budget_runs_dry_and_fills_with_success() {
    let budget = RetryBudget::default();
    assert_eq!((0..100).filter(|_| budget.take()).count(), 50);
    assert_eq!(budget.left(), 0);
    (0..10).for_each(|_| budget.give_back());
    assert!(budget.take() && !budget.take());
    (0..10_000).for_each(|_| budget.give_back());
    assert_eq!(budget.left(), 50);
}
