use params_query_string::Client;
use params_query_string::types::Size;

use crate::{client, done, sent, target};

#[test]
fn the_properties_of_the_form_are_parameters() {
    let (client, mock) = client();
    mock.expect("GET", "/boats").respond(204, "");
    let size = || Size::new(9.5).widest(3.0);
    let call = Client::from(client).boats().get("north & south");
    let call = call.tags(["a", "b"]).codes([1, 2]).size(&size()).where_(&size()).page(2);
    done(call).expect("done");
    let url = sent(&mock).url;
    let mut pairs: Vec<&str> = url.query().expect("a query").split('&').collect();
    pairs.sort_unstable();
    assert_eq!(
        pairs,
        [
            "codes=1,2",
            "page=2",
            "region=north%20%26%20south",
            "size=%7B%22longest%22%3A9.5%2C%22widest%22%3A3.0%7D",
            "tags=a",
            "tags=b",
            "where%5Blongest%5D=9.5",
            "where%5Bwidest%5D=3",
        ]
    );
}

#[test]
fn one_by_reference_and_one_of_a_schema_alone_are_no_different() {
    let (client, mock) = client();
    mock.expect("GET", "/harbours").respond(204, "");
    done(Client::from(client).harbours().get().page(1).page_size(5)).expect("done");
    assert_eq!(target(&mock), "/harbours?page=1&page_size=5");

    let (client, mock) = crate::client();
    mock.expect("GET", "/quays").respond(204, "");
    done(Client::from(client).quays().get().longest(7.0)).expect("done");
    assert_eq!(target(&mock), "/quays?longest=7");
}

#[test]
fn a_parameter_of_its_own_goes_before_a_property() {
    let (client, mock) = client();
    mock.expect("POST", "/harbours").respond(204, "");
    done(Client::from(client).harbours().create().page("last").page_size(5)).expect("done");
    assert_eq!(target(&mock), "/harbours?page=last&page_size=5");
}
