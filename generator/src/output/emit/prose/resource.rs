//! The text of a resource: what it is, an example, and its operations in groups.

use proc_macro2::TokenStream;

use super::text::Text;
use crate::model::{Group, Resource};
use crate::names::{MethodNames, Name, ResourceNames};
use crate::output::emit::context::Context;
use crate::output::layout::ResourceFile;
use crate::text::words::sentence;

pub(super) mod reference;

/// The text of a resource.
pub(in crate::output::emit) fn resource(context: Context<'_>, resource: &Resource) -> Text {
    let words = sentence(&resource.name);
    let version = resource.version.map(|version| version.number());
    // Versions must be told apart in the list of all resources, too, which has the first paragraph.
    let title = match version {
        Some(number) => format!("{words}, version {number} of the API"),
        None => words,
    };
    let configured = context.facts.resource_docs.get(&resource.name);
    let mut text = match (configured, &resource.description) {
        (Some(text), _) => {
            Text::from_markdown(&format!("{title}: {}.", text.trim().trim_end_matches('.')))
        }
        (None, None) => Text::paragraph(format!("{title}.")),
        (None, text) => {
            let mut text = Text::of_document(context, text.as_deref());
            if let Some(number) = version {
                text.push(format!("Version {number} of the API."));
            }
            text
        }
    };
    text.append(Text::of_document(context, resource.shared.as_deref()));
    text
}

/// The first paragraph of a resource's text, for the places beside its handle.
pub(in crate::output::emit) fn brief(about: &Text) -> Text {
    about.first_paragraph().map_or_else(|| about.clone(), Text::paragraph)
}

/// The text of a resource's page: behind the text on it, an example and the groups.
pub(in crate::output::emit) fn page(
    context: Context<'_>,
    mut about: Text,
    resource: &Resource,
    names: &ResourceNames,
) -> Text {
    let example = context.facts.resource_examples.get(&resource.name);
    if let Some(example) = example.filter(|_| resource.version.is_none()) {
        about.push_code("no_run", runnable(&context.facts.library, example));
    }
    if !resource.groups.is_empty() {
        about.push("Its calls:");
        about.push_list(items(&resource.groups, names));
        if let Some(waiting) = names.methods.iter().find_map(|method| method.waiting.as_ref()) {
            about.push(format!(
                "For a call that starts a job there is one that waits for its end, such as \
                 [`{waiting}`](Self::{waiting})."
            ));
        }
    }
    about
}

/// The text of a handle that a method of its owner returns.
pub(in crate::output::emit) fn handle(
    mut page: Text,
    owner: &TokenStream,
    accessor: &Name,
) -> Text {
    page.push(format!("Returned by [`{owner}::{accessor}`]."));
    page
}

/// The text of a resource's file.
pub(in crate::output::emit) fn resource_file(context: Context<'_>, file: &ResourceFile) -> String {
    let first = file.resources().next();
    let text = first.map(|index| brief(&resource(context, context.resource(index).0)));
    text.unwrap_or_default().to_string()
}

/// Returns an example as a whole program, of which the page shows the example alone.
fn runnable(library: &str, example: &str) -> String {
    format!(
        "# async fn example(client: {library}::Client) -> Result<(), {library}::Error> {{\n\
         {}\n\
         # Ok(()) }}",
        example.trim_end()
    )
}

/// Returns an item for each group, with links to its methods.
fn items(groups: &[Group], names: &ResourceNames) -> Vec<String> {
    let item = |group: &Group| {
        let methods = group.operations.iter().filter_map(|index| names.methods.get(*index));
        let links: Vec<String> = methods.map(link).collect();
        format!("{}: {}", group.title, links.join(", "))
    };
    groups.iter().map(item).collect()
}

fn link(MethodNames { name, .. }: &MethodNames) -> String {
    format!("[`{name}`](Self::{name})")
}
