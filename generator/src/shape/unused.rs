//! Entries of `codegen.toml` that are about nothing in the document: a slip in one, and what it
//! was to leave out is in the client.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::document::{Document, Location};
use crate::input::config::{Config, DefaultConfig, near};
use crate::model::{Access, Api, Shape};
use crate::text::pointer::Pointer;

use super::select::{Rules, key};

/// Reports the entries that name nothing of the document: extensions, security schemes, segments
/// and suffixes of paths, parameters.
pub(super) fn report(
    document: &Document,
    api: &Api,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    report_rules(document, &Rules::of_client(config), diagnostics);
    let mut reporter = Reporter { diagnostics };
    let operations = document.operations.as_slice();
    let paths = || operations.iter().map(|operation| operation.path.as_str());
    let segments: BTreeSet<&str> = paths().flat_map(|path| path.split('/')).collect();
    let first: BTreeSet<&str> =
        paths().filter_map(|path| path.split('/').find(|segment| !segment.is_empty())).collect();
    let resources: BTreeSet<&str> =
        api.resources.iter().map(|resource| resource.name.as_str()).collect();
    let of_resources = &config.resources;

    let products = "no path begins with the segment";
    reporter.list(&["resources", "products"], &of_resources.products, products, &first);
    let documented = &of_resources.documented_extensions;
    let known = extensions(document);
    reporter.list(&["resources", "documented-extensions"], documented, CARRIED, &known);
    for (index, suffix) in of_resources.mirror_suffixes.iter().enumerate() {
        if !segments.iter().any(|segment| segment.ends_with(suffix.as_str())) {
            let at = ["resources", "mirror-suffixes", &index.to_string()].map(str::to_owned);
            let message = format!("no segment of a path ends in `{suffix}`");
            reporter.add(&at, message, None);
        }
    }
    for (table, texts) in [("docs", &of_resources.docs), ("examples", &of_resources.examples)] {
        for name in texts.keys().filter(|name| !resources.contains(name.as_str())) {
            let at = ["resources", table, name].map(str::to_owned);
            let help = near::help(name, resources.iter().copied(), "delete the entry");
            reporter.add(&at, format!("the client has no resource `{name}`"), Some(help));
        }
    }
    let present: BTreeSet<&str> = read_only(api).collect();
    let always = &config.fields.always_present;
    reporter.list(
        &["fields", "always-present"],
        always,
        "no answer has a read-only property",
        &present,
    );
    let known: BTreeSet<String> = query_parameters(document).collect();
    let known: BTreeSet<&str> = known.iter().map(String::as_str).collect();
    let json = &config.parameters.json;
    reporter.list(&["parameters", "json"], json, "no query has the parameter", &known);
    for (index, default) in config.defaults.iter().enumerate() {
        reporter.default(&index.to_string(), default, &known);
    }
}

/// Reports the extensions and security schemes of rules of selection that the document has not.
pub(super) fn report_rules(document: &Document, rules: &Rules<'_>, diagnostics: &mut Diagnostics) {
    let mut reporter = Reporter { diagnostics };
    let Rules { select, at } = rules;
    let keys: Vec<Cow<'_, str>> = at.tokens().collect();
    let table: Vec<&str> = keys.iter().map(AsRef::as_ref).collect();
    let list = |key| [table.as_slice(), &[key]].concat();
    let known = extensions(document);
    reporter.list(&list("only-extensions"), &select.only_extensions, CARRIED, &known);
    reporter.list(&list("exclude-extensions"), &select.exclude_extensions, CARRIED, &known);
    let schemes: BTreeSet<&str> =
        document.security_schemes.iter().map(|scheme| scheme.name.as_str()).collect();
    let named = "the document has no security scheme";
    reporter.list(&list("security"), &select.security, named, &schemes);
}

/// The fault of an extension that is named in vain.
const CARRIED: &str = "no operation carries the extension";

/// Returns the names of the extensions of all operations.
fn extensions(document: &Document) -> BTreeSet<&str> {
    let operations = document.operations.iter();
    operations.flat_map(|operation| operation.extensions.keys().map(String::as_str)).collect()
}

/// Returns the names of the read-only properties of the client's types.
fn read_only(api: &Api) -> impl Iterator<Item = &str> {
    let fields = api.types.iter().flat_map(|decl| match &decl.shape {
        Shape::Struct(decl) => decl.fields.as_slice(),
        _ => &[],
    });
    fields.filter(|field| field.access == Access::ReadOnly).map(|field| field.wire.as_str())
}

/// Returns the names of all query parameters, alone and behind the operation that has them.
fn query_parameters(document: &Document) -> impl Iterator<Item = String> {
    document.operations.iter().flat_map(|operation| {
        let parameters = operation.parameters.iter();
        let in_query =
            parameters.filter(|parameter| matches!(parameter.location, Location::Query { .. }));
        in_query.flat_map(|parameter| {
            let operation = key(operation.method, &operation.path);
            [parameter.name.clone(), format!("{operation} {}", parameter.name)]
        })
    })
}

struct Reporter<'d> {
    diagnostics: &'d mut Diagnostics,
}

impl Reporter<'_> {
    /// Reports the entries of a list that are not among the known names.
    fn list(&mut self, at: &[&str], entries: &[String], message: &str, known: &BTreeSet<&str>) {
        for (index, entry) in entries.iter().enumerate() {
            if known.contains(entry.as_str()) {
                continue;
            }
            let at: Vec<String> =
                at.iter().map(|key| (*key).to_owned()).chain([index.to_string()]).collect();
            let help = near::help(entry, known.iter().copied(), "delete the entry, or correct it");
            self.add(&at, format!("{message} `{entry}`"), Some(help));
        }
    }

    /// Reports what a default of users names in vain. `known` has the query parameters, alone and
    /// behind their operations.
    fn default(&mut self, index: &str, default: &DefaultConfig, known: &BTreeSet<&str>) {
        let DefaultConfig { parameter, unless, except, .. } = default;
        if !known.contains(parameter.as_str()) {
            let at = ["defaults", index, "parameter"].map(str::to_owned);
            let help = near::help(parameter, known.iter().copied(), "delete the entry");
            self.add(&at, format!("no query has the parameter `{parameter}`"), Some(help));
        }
        let at = |key| ["defaults", index, key];
        self.list(&at("unless"), unless, "no query has the parameter", known);
        let suffix = format!(" {parameter}");
        let with = known.iter().filter_map(|known| known.strip_suffix(&suffix)).collect();
        self.list(&at("except"), except, "the parameter is not one of", &with);
    }

    fn add(&mut self, at: &[String], message: String, help: Option<String>) {
        let at = Pointer::root().descend(at.iter().map(String::as_str));
        let mut one = Diagnostic::new(Code::ConfigUnused, &at, message).in_origin(Origin::Config);
        one.help = help;
        self.diagnostics.report(one);
    }
}
