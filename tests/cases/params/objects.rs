use cekura::Json;
use params_objects::Client;
use params_objects::types::{GetBoatDeep, GetBoatNested, Pageable};

use crate::{client, done, sent, target};

fn pageable() -> Pageable {
    Pageable::new().number(2).sort(["name", "age"])
}

#[test]
fn an_object_is_exploded_unless_codegen_toml_says_that_it_is_json() {
    let (client, mock) = client();
    mock.expect("GET", "/boats").respond(204, "");
    let filters = [("a".to_owned(), Json::from(7))].into_iter().collect();
    let any = [("b".to_owned(), "x y".to_owned())].into_iter().collect();
    let call = Client::from(client)
        .boats()
        .get(&pageable())
        .filters(&filters)
        .any(&any)
        .joined(&pageable())
        .nested(&GetBoatNested::new().hull(Pageable::new().number(1)))
        .deep(&GetBoatDeep::new().hull(pageable()));
    done(call).expect("an answer");
    let url = sent(&mock).url;
    let mut pairs: Vec<&str> = url.query().expect("a query").split('&').collect();
    pairs.sort_unstable();
    assert_eq!(
        pairs,
        [
            "b=x%20y",
            "deep%5Bhull%5D%5Bnumber%5D=2",
            "deep%5Bhull%5D%5Bsort%5D=name",
            "deep%5Bhull%5D%5Bsort%5D=age",
            "filters=%7B%22a%22%3A7%7D",
            "hull=%7B%22number%22%3A1%7D",
            "joined=number,2,sort,%5B%22name%22%2C%22age%22%5D",
            "number=2",
            "sort=age",
            "sort=name",
        ]
        .into_iter()
        .collect::<std::collections::BTreeSet<&str>>()
        .into_iter()
        .collect::<Vec<&str>>()
    );
}

#[test]
fn the_same_name_elsewhere_is_exploded() {
    let (client, mock) = client();
    mock.expect("GET", "/ports").respond(204, "");
    let filters = [("a".to_owned(), "7".to_owned())].into_iter().collect();
    done(Client::from(client).ports().get().filters(&filters)).expect("an answer");
    assert_eq!(target(&mock), "/ports?a=7");
}
