use params_numbers::Client;
use params_numbers::types::PostBoatRequest;

use crate::{body, client, done, header, target};

#[test]
fn whole_numbers_have_no_fraction() {
    let (client, mock) = client();
    mock.expect("POST", "/boats/{draft}").respond(204, "");
    let call = Client::from(client).boats().post(2.0, &PostBoatRequest::new(12.0));
    let lengths = [7.0, 0.5, 1e21, 123456789012345680.0];
    done(call.lengths(lengths).x_beam(-3.0).berth(0.1)).expect("an answer");
    assert_eq!(target(&mock), "/boats/2?lengths=7&lengths=0.5&lengths=1e%2B21&lengths=123456789012345680");
    assert_eq!(header(&mock, "x-beam").as_deref(), Some("-3"));
    assert_eq!(header(&mock, "cookie").as_deref(), Some("berth=0.1"));
    assert_eq!(body(&mock), "weight=12");
}
