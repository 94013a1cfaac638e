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

#[test]
fn a_credential_is_sent_only_by_a_scheme_that_the_operation_accepts() {
    let (main, key) = (Auth::Header("X-Key"), Credential::Key("k".into()));
    assert_eq!(key.scheme(&[], main).expect("any"), main);
    assert_eq!(key.scheme(&[Auth::Bearer, main], main).expect("one of two"), main);
    assert_eq!(key.scheme(&[Auth::Bearer, Auth::None], main).expect("none needed"), Auth::None);
    let error = key.scheme(&[Auth::Bearer], main).expect_err("never");
    assert_eq!(
        error.to_string(),
        "the operation asks for a bearer token; the client has an API key (header X-Key) \
         (set another with `ClientBuilder::credential` or `.header(…)`)"
    );
}
