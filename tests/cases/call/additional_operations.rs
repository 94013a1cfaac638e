use call_additional_operations::Client;
use call_additional_operations::types::{Boat, Owner};

use crate::{body, client, done, header, target};

#[test]
fn a_method_is_sent_under_its_own_name() {
    let (client, mock) = client();
    mock.expect("COPY", "/boats/{id}").json(201, &serde_json::json!({"name": "Ada"}));
    let copied = done(Client::from(client).boats().copy(7, "/boats/8")).expect("a boat");
    assert_eq!(copied.name.as_deref(), Some("Ada"));
    assert_eq!(
        (target(&mock).as_str(), header(&mock, "destination").as_deref()),
        ("/boats/7", Some("/boats/8"))
    );
}

#[test]
fn a_body_goes_along_and_letters_stay_as_they_are() {
    let (client, mock) = client();
    mock.expect("LINK", "/boats/{id}/owner").respond(204, "");
    done(Client::from(client).boats().link_owner(7, &Owner::new().name("Bo"))).expect("done");
    assert_eq!(body(&mock), r#"{"name":"Bo"}"#);

    let (client, mock) = crate::client();
    mock.expect("mixedCase", "/boats/{id}/owner").json(200, &serde_json::json!({"name": "Bo"}));
    let owner = done(Client::from(client).boats().mixed_case_owner(7)).expect("an owner");
    assert_eq!(owner.name.as_deref(), Some("Bo"));
}

#[test]
fn nothing_is_known_of_their_effect_so_they_are_not_repeated() {
    let (client, mock) = client();
    mock.expect("VERSION-CONTROL", "/boats/{id}").respond(503, "");
    let call = Client::from(client).boats().version_control(7).body(&Boat::new().name("Ada"));
    done(call).expect_err("busy");
    assert_eq!(body(&mock), r#"{"name":"Ada"}"#);
}

#[test]
fn one_that_has_a_key_is_that() {
    let (client, mock) = client();
    mock.expect("POST", "/boats/{id}").respond(204, "");
    done(Client::from(client).boats().post(7, &Boat::new())).expect("done");
}
