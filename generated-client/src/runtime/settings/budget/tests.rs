//! The budget, empty and full.

use super::*;

#[test]
fn the_budget_runs_dry_and_fills_with_success() {
    let budget = RetryBudget::default();
    assert_eq!((0..100).filter(|_| budget.take(None)).count(), 50);
    assert_eq!(budget.left(None), 0);
    (0..10).for_each(|_| budget.give_back());
    assert!(budget.take(None) && !budget.take(None));
    (0..10_000).for_each(|_| budget.give_back());
    assert_eq!(budget.left(None), 50);
}

#[test]
fn the_budget_fills_with_time() {
    let budget = RetryBudget::default();
    let at = |millis| Some(Duration::from_millis(millis));
    assert_eq!((0..100).filter(|_| budget.take(at(70))).count(), 50);
    assert_eq!(budget.left(at(5_069)), 0);
    assert_eq!(budget.left(at(5_070)), 1);
    assert!(budget.take(at(5_070)) && !budget.take(at(9_000)));
    // A part of a tenth is kept for later, however often the budget is asked.
    (5_070..10_070).for_each(|millis| assert_eq!(budget.left(at(millis)), 0));
    assert_eq!(budget.left(at(10_070)), 1);
    assert_eq!(budget.left(at(10_000_000)), 50);
}
