//! `codegen.toml`: the decisions of people that are not corrections of the document.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::{Diagnostics, Stopped};
use crate::input::source::DuplicateKeys;

pub(crate) mod near;
mod read;
mod streams;
mod webhooks;

pub use streams::StreamConfig;
pub use webhooks::{EventKindConfig, WebhookConfig};

/// The whole file. Every part may be left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Facts of the crate that is made.
    #[serde(rename = "crate")]
    pub package: PackageConfig,
    /// The reading of the document, and the treatment of its faults.
    pub document: DocumentConfig,
    /// The published document, which the one of this repository is extracted from.
    pub pull: PullConfig,
    /// The operations that the client has.
    pub select: SelectConfig,
    /// The resources that paths become.
    pub resources: ResourceConfig,
    /// Names of methods, or of whole calls (`v1.boats.list`), by `METHOD /path`.
    pub methods: BTreeMap<String, String>,
    /// Type names, by the name they would have.
    pub types: BTreeMap<String, String>,
    /// Facts of fields.
    pub fields: FieldConfig,
    /// Facts of parameters.
    pub parameters: ParameterConfig,
    /// Query parameters for which users may have values of their own.
    pub defaults: Vec<DefaultConfig>,
    /// Names of operations in texts of the document that are no longer their ids, each with the
    /// `METHOD /path` that it means.
    pub operation_ids: BTreeMap<String, String>,
    /// Pages of lists whose envelope is not that of Django REST Framework.
    pub pages: Vec<PageConfig>,
    /// Unions whose arm is named outside of their value.
    pub unions: Vec<UnionConfig>,
    /// Pairs of operations of which one starts a job and the other returns its status.
    pub jobs: Vec<JobConfig>,
    /// Facts of streams of events.
    pub streams: Vec<StreamConfig>,
    /// Facts of the webhooks.
    pub webhooks: WebhookConfig,
}

/// Facts of the crate that is made.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PackageConfig {
    /// The crate's name; by default made of the document's title.
    pub name: Option<String>,
    /// One line for `Cargo.toml`; by default the document's title.
    pub description: Option<String>,
    /// The licence of the crate, an expression of SPDX: that of the document is the document's own.
    pub license: Option<String>,
    /// The address of the server; by default the document's first.
    pub base_url: Option<String>,
    /// The environment variable that overrides the address; by default `<NAME>_API_URL`.
    pub url_variable: Option<String>,
    /// The environment variable that holds the credential; by default `<NAME>_API_KEY`.
    pub key_variable: Option<String>,
    /// The client's name in the `User-Agent` header, without the version; by default `<name>-rust`.
    pub user_agent: Option<String>,
    /// The security scheme of the document that the client uses; by default the best that it can.
    pub auth: Option<String>,
}

/// The reading of the document, and the treatment of its faults.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DocumentConfig {
    /// The treatment of a key that one mapping has twice, with different values.
    pub duplicate_keys: DuplicateKeys,
    /// The document may refer to the files in its folder.
    pub files: bool,
}

/// The published document, which the one of this repository is extracted from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PullConfig {
    /// Its address.
    pub from: Option<String>,
    /// The operations that are taken from it; by default those of [`Config::select`].
    pub select: Option<SelectConfig>,
}

/// The operations that the client has: all, less those that these leave out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SelectConfig {
    /// Only operations that one of these security schemes can call, alone; empty for all.
    pub security: Vec<String>,
    /// Only operations that carry one of these extensions, such as `x-public`; empty for all.
    pub only_extensions: Vec<String>,
    /// Leaves out operations that carry one of these extensions, such as `x-internal`.
    pub exclude_extensions: Vec<String>,
    /// Leaves out these operations, `METHOD /path`; `*` stands for any text.
    pub exclude: Vec<String>,
    /// Takes these operations in all the same, `METHOD /path`; `*` stands for any text.
    pub include: Vec<String>,
}

/// The resources that paths become.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ResourceConfig {
    /// First segments that are parts of the product and name no resource. A first segment that some
    /// path puts a version behind is one without being listed.
    pub products: Vec<String>,
    /// Extensions, such as `x-documented`, that mark the operations meant for users. Of several
    /// versions of an operation, one that carries such a mark is the resource's own.
    pub documented_extensions: Vec<String>,
    /// Suffixes of a resource's segment that mark the mirror of another resource, such as
    /// `-external`.
    pub mirror_suffixes: Vec<String>,
    /// Other names for resources, by segment.
    pub rename: BTreeMap<String, String>,
    /// One sentence on what a resource is, by its name.
    pub docs: BTreeMap<String, String>,
    /// Rust that shows a resource at work, by its name: the body of an async function that has a
    /// `client` and returns the crate's `Result`.
    pub examples: BTreeMap<String, String>,
    /// The groups in which the page of a resource has its operations, by its name. Those that are
    /// in none are grouped by rule.
    pub groups: BTreeMap<String, Vec<GroupConfig>>,
}

/// Operations that the page of a resource has together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GroupConfig {
    /// A few words on them, without a capital.
    pub title: String,
    /// The names of the methods; `*` stands for any text. An operation is in the first group that
    /// has it.
    pub methods: Vec<String>,
}

/// Facts of fields that the document does not have.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct FieldConfig {
    /// Read-only properties that every response carries though the document does not require them.
    pub always_present: Vec<String>,
}

/// Facts of parameters that the document has wrong or not at all.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ParameterConfig {
    /// Query parameters whose value is one JSON text, whatever style the document gives them: a
    /// name, or `METHOD /path name` for that of one operation.
    pub json: Vec<String>,
}

/// A query parameter that most calls take, and for which users may have a value of their own: in
/// the environment, or in the configuration file of the client.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DefaultConfig {
    /// The name of the parameter.
    pub parameter: String,
    /// The environment variable with the value.
    pub variable: String,
    /// The key of the configuration file with the value.
    pub key: String,
    /// Query parameters beside which the value is not sent, because they say as much.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Operations, `METHOD /path`, that do not take the value although they have the parameter.
    #[serde(default)]
    pub except: Vec<String>,
}

/// Operations that start a job, and the one that returns its status. The first get a method that
/// waits.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct JobConfig {
    /// `METHOD /path` of the operation that starts the job, or of several that do.
    pub start: Texts,
    /// `METHOD /path` of the operation that returns its status.
    pub poll: String,
    /// The place of the job's id in the first response, as a JSON pointer.
    #[serde(default = "JobConfig::default_id")]
    pub id: String,
    /// The parameter of the second operation that takes the id; by default the last word of `id`.
    pub parameter: Option<String>,
    /// The place of the status in the second response, as a JSON pointer.
    #[serde(default = "JobConfig::default_status")]
    pub status: String,
    /// The statuses of success.
    #[serde(default)]
    pub done: Vec<String>,
    /// The statuses of failure. Any other status means that the job runs.
    #[serde(default)]
    pub failed: Vec<String>,
    /// The place of the number of all parts of the job in the second response, as a JSON pointer:
    /// for a job without a status, which ends when so many parts are finished.
    pub total: Option<String>,
    /// The places of the numbers of finished parts, which are summed: those that succeeded and
    /// those that failed.
    #[serde(default)]
    pub finished: Vec<String>,
}

/// A kind of envelope that pages of lists come in. It is recognised by its places, all JSON
/// pointers into the response, and by the query parameter that takes what leads to the next page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PageConfig {
    /// The place of the items.
    pub items: String,
    /// The way to the next page.
    pub next: NextConfig,
    /// The place of the flag that there are more items.
    pub more: Option<String>,
}

/// The way to the next page.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "by", deny_unknown_fields, rename_all = "kebab-case")]
pub enum NextConfig {
    /// By a link, which is a place of the page.
    Link {
        /// The place.
        at: String,
    },
    /// By a text of the page that a parameter takes.
    Cursor {
        /// The place of the text.
        at: String,
        /// The query parameter.
        parameter: String,
    },
    /// By a text of the last item that a parameter takes.
    LastItem {
        /// The place of the text, in the item.
        field: String,
        /// The query parameter.
        parameter: String,
    },
    /// By the number of items so far.
    Offset {
        /// The query parameter.
        parameter: String,
        /// The place of the number of all items.
        total: Option<String>,
    },
    /// By the number of the page.
    Number {
        /// The query parameter.
        parameter: String,
        /// The number of the first page; 1 if left out.
        #[serde(default = "NextConfig::default_first")]
        first: u64,
        /// The place of the number of pages.
        pages: Option<String>,
    },
}

impl NextConfig {
    fn default_first() -> u64 {
        1
    }

    /// Returns the query parameter that leads to the next page; none for a link.
    pub(crate) fn parameter(&self) -> Option<&str> {
        match self {
            Self::Link { .. } => None,
            Self::Cursor { parameter, .. }
            | Self::LastItem { parameter, .. }
            | Self::Offset { parameter, .. }
            | Self::Number { parameter, .. } => Some(parameter),
        }
    }
}

impl PageConfig {
    /// Returns all places that a page of this kind has.
    pub(crate) fn places(&self) -> impl Iterator<Item = &str> {
        let own = match &self.next {
            NextConfig::Link { at } | NextConfig::Cursor { at, .. } => Some(at),
            NextConfig::LastItem { .. } => None,
            NextConfig::Offset { total, .. } => total.as_ref(),
            NextConfig::Number { pages, .. } => pages.as_ref(),
        };
        [Some(&self.items), own, self.more.as_ref()].into_iter().flatten().map(String::as_str)
    }
}

/// A union whose arm is named by a member of an object around its value, which no document can
/// declare.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct UnionConfig {
    /// The union: the name of a component, or the place of an inline one as a JSON pointer behind
    /// `#`.
    pub schema: String,
    /// The member that names the arm, as a relative JSON pointer from the union's value: `1/type`
    /// stands beside the value, `2/type` in the object around that.
    pub tag: String,
    /// For each arm, by the name of its component, or else by its title, the value or the values
    /// that mean it; `[]` for none.
    pub arms: BTreeMap<String, Texts>,
}

/// One text or several.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "OneOrSeveral")]
pub struct Texts(pub Vec<String>);

#[derive(Deserialize)]
#[serde(untagged, expecting = "a text or a list of texts")]
enum OneOrSeveral {
    One(String),
    Several(Vec<String>),
}

impl From<OneOrSeveral> for Texts {
    fn from(texts: OneOrSeveral) -> Self {
        match texts {
            OneOrSeveral::One(text) => Self(vec![text]),
            OneOrSeveral::Several(texts) => Self(texts),
        }
    }
}

impl JobConfig {
    fn default_id() -> String {
        "/progress_id".to_owned()
    }

    fn default_status() -> String {
        "/status".to_owned()
    }
}

impl Config {
    /// Reads the text of a `codegen.toml`. What is wrong in it is reported, each fault at its
    /// place, and left out.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if it is no TOML.
    pub fn parse(text: &str, diagnostics: &mut Diagnostics) -> Result<Self, Stopped> {
        read::read(text, diagnostics)
    }

    /// Returns the extensions of operations that decisions depend on.
    pub(crate) fn marks(&self) -> Vec<&str> {
        let Self { select, resources, .. } = self;
        let lists =
            [&select.only_extensions, &select.exclude_extensions, &resources.documented_extensions];
        lists.into_iter().flatten().map(String::as_str).collect()
    }
}
