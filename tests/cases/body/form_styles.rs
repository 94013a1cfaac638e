use body_form_styles::Client;
use body_form_styles::types::{CreateBoatRequest, Person};

use crate::{body, client, done};

#[test]
fn each_field_has_its_style() {
    let (client, mock) = client();
    mock.expect("POST", "/boats").respond(204, "");
    let ada = || Person::new().name("Ada").age(7);
    let request = CreateBoatRequest::new()
        .metadata([("k".to_owned(), "v".to_owned())].into_iter().collect())
        .crew([ada(), Person::new().name("Bo")])
        .tags(["a", "b"])
        .more(["c", "d"])
        .plain([1.0, 2.5])
        .owner(ada())
        .rig(ada())
        .other(ada());
    done(Client::from(client).boats().create(&request)).expect("an answer");
    let body = body(&mock);
    let mut fields: Vec<String> = body
        .split('&')
        .map(|field| field.replace("%5B", "[").replace("%5D", "]").replace("%22", "'"))
        .map(|field| field.replace("%7B", "{").replace("%7D", "}").replace("%3A", ":"))
        .collect();
    fields.sort();
    assert_eq!(
        fields,
        [
            "age=7",
            "crew[0][age]=7",
            "crew[0][name]=Ada",
            "crew[1][name]=Bo",
            "metadata[k]=v",
            "more=c%7Cd",
            "name=Ada",
            "other={'age':7%2C'name':'Ada'}",
            "plain=1",
            "plain=2.5",
            "rig={'age':7%2C'name':'Ada'}",
            "tags=a%2Cb",
        ]
    );
}
