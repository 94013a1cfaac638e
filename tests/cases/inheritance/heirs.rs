use crate::{read, written};
use inheritance_heirs::types::{Note, Plain, PictureNote, Sealed};

#[test]
fn a_base_is_a_value_of_its_own() {
    let note: Note = read(r#"{"kind":"plain","id":1}"#);
    assert!(matches!(&note, Note::Base(base) if base.id == 1));
    assert_eq!(written(&note), r#"{"id":1,"kind":"plain"}"#);
    assert!(matches!(read(r#"{"sort":"Plain"}"#), Plain::BaseData(_)));
    assert!(matches!(read(r#"{"sort":"Fancy","url":"u"}"#), Plain::Fancy(_)));
    assert!(matches!(read(r#"{"sort":"PlainBase","base":1}"#), Plain::Base(_)));
}

#[test]
fn an_heir_has_the_tag_that_means_it() {
    let note: Note = read(r#"{"kind":"picture","id":1,"url":"u"}"#);
    assert!(matches!(&note, Note::PictureNote(picture) if picture.url == "u"));
    let picture = Note::PictureNote(PictureNote::new(2, "", "v"));
    assert_eq!(written(&picture), r#"{"id":2,"kind":"picture","url":"v"}"#);
}

#[test]
fn a_base_with_one_heir_is_no_other_name_for_it() {
    assert!(matches!(read(r#"{"of":"wax","colour":"red"}"#), Sealed::Wax(_)));
    assert!(matches!(read(r#"{"of":"lead"}"#), Sealed::Unknown(_)));
}
