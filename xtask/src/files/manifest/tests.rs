use super::{Facts, standalone, with_features};

const WORKSPACE: &str = r#"[workspace]
members = ["client"]

[workspace.package]
version = "0.1.0"
edition = "2024"

[workspace.dependencies]
client = { path = "client", version = "0.1.0" }
# JSON.
serde = { version = "1", default-features = false, features = ["std"] }
bytes = "1"
tokio = { version = "1", default-features = false }
"#;

const MEMBER: &str = r#"[package]
name = "client"
description = "This one"
version.workspace = true
edition = { workspace = true }
readme = "README.md"
keywords = ["this"]

[package.metadata.docs.rs]
all-features = true

[lints]
workspace = true

[features]
default = ["net"]
# Sends.
net = ["dep:tokio"]
# <generated features>
old = []
# </generated features>

[dependencies]
bytes.workspace = true
serde = { workspace = true, features = ["derive", "std"] }
tokio = { workspace = true, optional = true }
local = "3"

[target.'cfg(unix)'.dependencies]
tokio = { workspace = true, features = ["fs"] }

[dev-dependencies]
tokio = { workspace = true, features = ["macros"] }

[[example]]
name = "one"
required-features = ["old"]
"#;

const FACTS: Facts<'static> =
    Facts { name: "pets-api", description: "Pets \"and\" more", license: None };

#[test]
fn replaces_the_marked_block_only() {
    let text = with_features(MEMBER, "# All.\nnew = []\n").unwrap();
    assert_eq!(text, MEMBER.replace("old = []\n", "# All.\nnew = []\n"));
    assert_eq!(with_features(&text, "# All.\nnew = []").unwrap(), text);
    assert!(with_features("[features]\n", "").is_err());
    assert!(with_features("# </generated features>\n# <generated features>\n", "").is_err());
}

#[test]
fn a_crate_of_its_own_needs_no_workspace() {
    let expected = r#"[package]
name = "pets-api"
description = 'Pets "and" more'
version = "0.1.0"
edition = "2024"
readme = "README.md"

[package.metadata.docs.rs]
all-features = true

[features]
default = ["net"]
# Sends.
net = ["dep:tokio"]
# <generated features>
new = []
# </generated features>

[dependencies]
bytes = "1"
serde = { version = "1", default-features = false, features = ["std", "derive"] }
tokio = { version = "1", default-features = false, optional = true }
local = "3"

[target.'cfg(unix)'.dependencies]
tokio = { version = "1", default-features = false, features = ["fs"] }

[dev-dependencies]
tokio = { version = "1", default-features = false, features = ["macros"] }

# A crate of its own, wherever it lies.
[workspace]
"#;
    assert_eq!(standalone(MEMBER, WORKSPACE, FACTS, "new = []\n").unwrap(), expected);
}

#[test]
fn says_what_is_missing() {
    let unknown = MEMBER.replace("bytes.workspace", "unknown.workspace");
    let error = standalone(&unknown, WORKSPACE, FACTS, "").unwrap_err();
    assert_eq!(error.to_string(), "the workspace has no dependency unknown");
    assert!(standalone(MEMBER, "[package]\n", FACTS, "").is_err());
    assert!(standalone("", WORKSPACE, FACTS, "").is_err());
}
