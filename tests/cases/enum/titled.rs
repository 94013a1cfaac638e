use crate::{read, written};
use enum_titled::types::{Priority, Task, TaskSize};

#[test]
fn a_constant_is_its_title() {
    let text = r#"{"level":3,"priority":-1,"size":2,"state":"new"}"#;
    let task: Task = read(text);
    assert_eq!(task.priority, Priority::NotAtAll);
    assert_eq!(written(&task), text);
    assert_eq!(TaskSize::Small, read("0"));
    assert_eq!(written(&read::<Priority>("7")), "7");
}
