use cekura::values::Indirect;
use cekura::Error;
use recursion_deep_way::Client;
use recursion_deep_way::types::{Floor1, Floor2, Floor3};

use crate::{client, read, written};

const TOWER: &str = r#"{"below":[{"below":[{"below":[]}]},{"below":[]}]}"#;

/// Holds a tower while it waits, as programs do, some functions deep.
async fn build(client: Client) -> Result<Floor1, Error> {
    let tower = read::<Floor1>(TOWER);
    let built = client.towers().create(&tower).await?;
    assert_eq!(built, tower);
    Ok(built)
}

async fn build_twice(client: Client) -> Result<Vec<Floor1>, Error> {
    let first = build(client.clone()).await?;
    let second = build(client).await?;
    Ok(vec![first, second])
}

/// Runs a future on another thread, which only one that is `Send` can be.
fn on_a_thread<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> T {
    std::thread::spawn(move || crate::done(future)).join().expect("the thread ends")
}

#[test]
fn a_deep_value_is_read_written_and_sent_by_a_task() {
    assert_eq!(written(&read::<Floor1>(TOWER)), TOWER);
    let (client, mock) = client();
    for _ in 0..2 {
        mock.expect("POST", "/towers").json(200, &read::<Floor1>(TOWER));
    }
    let towers = on_a_thread(async move { build_twice(Client::from(client)).await });
    assert_eq!(towers.expect("two towers").len(), 2);
    let bodies: Vec<_> = mock.requests().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies, [TOWER, TOWER]);
}

#[test]
fn what_is_held_indirectly_is_used_as_if_it_were_not() {
    let mut second = Floor2::new().below([Floor3::new()]);
    let below: &mut Indirect<Vec<Floor3>> = second.below.as_mut().expect("floors");
    below.push(Floor3::new());
    assert_eq!(below.len(), 2);
    let tower = Floor1::new().below([second]);
    assert_eq!(written(&tower), r#"{"below":[{"below":[{},{}]}]}"#);
    let back: Floor1 = read(&written(&tower));
    assert_eq!(back, tower.clone());
    let floors = back.below.into_iter().flatten().filter_map(|floor| floor.below);
    assert_eq!(floors.map(Indirect::into_inner).map(|floors| floors.len()).sum::<usize>(), 2);
}
