use crate::diagnostic::{Code, Diagnostic};
use crate::{Input, generate};

/// Returns what is said of `{boat_id}` where the only parameter of the path has a name.
fn of_placeholder(declared: &str) -> Diagnostic {
    let document = format!(
        "openapi: 3.1.0\n\
         info: {{ title: Harbor, version: '1' }}\n\
         servers: [{{ url: 'https://api.example' }}]\n\
         paths:\n  /boats/{{boat_id}}:\n    get:\n\
         \x20     parameters: [{{ name: {declared}, in: path, required: true, schema: {{ type: integer }} }}]\n\
         \x20     responses: {{ '204': {{ description: There. }} }}\n"
    );
    let outcome = generate(&Input { document: &document, ..Input::default() });
    let of_code = |one: &Diagnostic| one.code == Code::PathParameterUndeclared;
    outcome.diagnostics.into_iter().find(of_code).expect("a remark")
}

#[test]
fn a_placeholder_leads_to_the_parameter_that_is_spelt_otherwise() {
    for declared in ["boatId", "boat-id", "BoatID"] {
        let one = of_placeholder(declared);
        let place = one.related.map(|related| related.pointer.to_string()).unwrap_or_default();
        assert_eq!(place, "/paths/~1boats~1{boat_id}/get/parameters/0");
        let help = one.help.unwrap_or_default();
        assert!(help.contains(&format!("`{declared}`")) && help.contains("`boat_id`"), "{help}");
        assert!(one.mend.is_empty(), "{:?}", one.mend);
    }
}

#[test]
fn a_placeholder_without_a_parameter_has_an_action_that_declares_it() {
    let one = of_placeholder("harbour");
    assert!(one.related.is_none());
    assert_eq!(one.mend[0], "- target: $.paths['/boats/{boat_id}'].get");
    assert!(one.mend.last().is_some_and(|line| line.contains("name: \"boat_id\", in: path")));
}
