//! Required fields.

use super::PresentFields;

#[test]
fn more_than_64_required_fields_are_all_held_to_be_there() {
    let names: Vec<String> = (0..200).map(|n| format!("f{n}")).collect();
    let required: Vec<&str> = names.iter().map(String::as_str).collect();
    for missing in [0, 63, 64, 127, 128, 199] {
        let mut present = PresentFields::default();
        for (index, name) in required.iter().enumerate().rev() {
            if index != missing {
                present.insert(&required, name);
            }
        }
        assert_eq!(present.first_missing(&required), Some(required[missing]));
        present.insert(&required, required[missing]);
        assert_eq!(present.first_missing(&required), None);
    }
}
