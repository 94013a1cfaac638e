//! Credentials, and the schemes they are sent by.

use super::*;

#[test]
fn base64_of_the_rfc() {
    for (plain, encoded) in
        [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
    {
        assert_eq!(base64(plain.as_bytes()), encoded);
    }
}

const FACTS: ApiFacts = ApiFacts {
    base_url: "",
    url_variable: "",
    key_variable: "",
    user_agent: "",
    auth: Auth::Header("X-Key"),
    schemes: &[
        ("key", Auth::Header("X-Key")),
        ("login", Auth::Basic),
        ("second_login", Auth::Basic),
    ],
    defaults: &[],
};

#[test]
fn an_operation_that_takes_any_takes_those_of_the_document() {
    let bearer = Credential::Bearer("t".into());
    let basic = Credential::Basic(basic("u:p"));
    assert_eq!(basic.scheme(&[], &FACTS).expect("known"), Auth::Basic);
    assert_eq!(Credential::Anonymous.scheme(&[], &FACTS).expect("none"), Auth::None);
    let error = bearer.scheme(&[], &FACTS).expect_err("unknown");
    assert_eq!(
        error.to_string(),
        "the API asks for an API key (header X-Key) or a user name and password; the client has \
         a bearer token (set another with `ClientBuilder::credential` or `.header(…)`)"
    );
    // A document without schemes is silent about them.
    let silent = ApiFacts { auth: Auth::None, schemes: &[], ..FACTS };
    assert_eq!(bearer.scheme(&[], &silent).expect("any"), Auth::Bearer);
}

#[test]
fn a_credential_is_sent_only_by_a_scheme_that_the_operation_accepts() {
    let (main, key) = (FACTS.auth, Credential::Key("k".into()));
    assert_eq!(key.scheme(&[], &FACTS).expect("any"), main);
    assert_eq!(key.scheme(&[Auth::Bearer, main], &FACTS).expect("one of two"), main);
    assert_eq!(key.scheme(&[Auth::Bearer, Auth::None], &FACTS).expect("none needed"), Auth::None);
    let error = key.scheme(&[Auth::Bearer], &FACTS).expect_err("never");
    assert_eq!(
        error.to_string(),
        "the operation asks for a bearer token; the client has an API key (header X-Key) \
         (set another with `ClientBuilder::credential` or `.header(…)`)"
    );
}
