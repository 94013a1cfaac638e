//! Rustdoc's JSON, as far as public items and their declarations go.
//!
//! Its format changes with the compiler, and a crate that reads one version of it refuses the next.
//! This reads few of its fields, which have been the same for long, and what it does not know shows
//! in a declaration as it is.

use std::collections::BTreeMap;

use serde_json::Value;

/// The names that types have in other texts than this one.
pub(crate) type Renames = BTreeMap<String, String>;

/// A crate's documentation.
pub(crate) struct Documentation<'d> {
    index: &'d serde_json::Map<String, Value>,
    root: &'d Value,
}

/// An item: what stands in braces or behind a name of a kind.
#[derive(Clone, Copy)]
pub(crate) struct Item<'d> {
    pub value: &'d Value,
    pub kind: &'d str,
    pub inner: &'d Value,
}

impl<'d> Documentation<'d> {
    pub(crate) fn read(json: &'d Value) -> Self {
        let index = json["index"].as_object().expect("an index of items");
        Self { index, root: &json["root"] }
    }

    /// Returns the root module.
    pub(crate) fn root(&self) -> Item<'d> {
        self.item(self.root).expect("a root")
    }

    /// Returns an item by its id; those of other crates are not there.
    pub(crate) fn item(&self, id: &Value) -> Option<Item<'d>> {
        let value = self.index.get(&id.to_string())?;
        let (kind, inner) = value["inner"].as_object()?.iter().next()?;
        Some(Item { value, kind, inner })
    }

    /// Returns the items of a list of ids.
    pub(crate) fn items(&self, ids: &'d Value) -> impl Iterator<Item = Item<'d>> {
        ids.as_array().into_iter().flatten().filter_map(|id| self.item(id))
    }

    /// Returns what a module lets out, by name: its items, and those that it exports of others.
    pub(crate) fn exported(&self, module: Item<'d>) -> BTreeMap<String, Item<'d>> {
        let mut exported = BTreeMap::new();
        for item in self.items(&module.inner["items"]) {
            if item.kind != "use" {
                exported.extend(item.name().map(|name| (name.to_owned(), item)));
                continue;
            }
            let Some(target) = self.item(&item.inner["id"]) else { continue };
            match item.inner["name"].as_str() {
                Some(_) if item.inner["is_glob"] == true => exported.extend(self.exported(target)),
                Some(name) => {
                    exported.insert(name.to_owned(), target);
                }
                None => {}
            }
        }
        exported
    }
}

impl<'d> Item<'d> {
    pub(crate) fn name(self) -> Option<&'d str> {
        self.value["name"].as_str()
    }

    /// Returns whether the compiler has written an impl itself, or there is one for all types.
    pub(crate) fn is_for_all(self) -> bool {
        self.inner["is_synthetic"] == true || !self.inner["blanket_impl"].is_null()
    }

    /// `#[deprecated] #[non_exhaustive] `
    pub(crate) fn attributes(self) -> String {
        let mut text = String::new();
        if !self.value["deprecation"].is_null() {
            text.push_str("#[deprecated] ");
        }
        let attributes = self.value["attrs"].as_array().into_iter().flatten();
        if attributes.clone().any(|one| one.to_string().contains("non_exhaustive")) {
            text.push_str("#[non_exhaustive] ");
        }
        text
    }
}

/// Returns a function as it is declared, without the names of arguments, which no caller writes.
pub(crate) fn function(inner: &Value, renames: &Renames) -> String {
    let inputs = inner["sig"]["inputs"].as_array().into_iter().flatten();
    let inputs = inputs.map(|input| ty(&input[1], renames)).collect::<Vec<_>>().join(", ");
    let output = match &inner["sig"]["output"] {
        Value::Null => String::new(),
        output => format!(" -> {}", ty(output, renames)),
    };
    format!("fn({inputs}){output}")
}

/// Returns a type as it is written, without the paths of names.
pub(crate) fn ty(value: &Value, renames: &Renames) -> String {
    let Some((kind, inner)) = value.as_object().and_then(|object| object.iter().next()) else {
        return value.as_str().unwrap_or_default().to_owned();
    };
    let of = |value: &Value| ty(value, renames);
    match kind.as_str() {
        "resolved_path" => path(inner, renames),
        "generic" | "primitive" => inner.as_str().unwrap_or_default().to_owned(),
        "tuple" => format!("({})", list(inner, &of)),
        "slice" => format!("[{}]", of(inner)),
        "array" => format!("[{}; {}]", of(&inner["type"]), inner["len"]),
        "borrowed_ref" => {
            let mutable = if inner["is_mutable"] == true { "mut " } else { "" };
            format!("&{mutable}{}", of(&inner["type"]))
        }
        "impl_trait" => format!("impl {}", list(inner, &|bound| self::bound(bound, renames))),
        "qualified_path" => format!(
            "<{} as {}>::{}",
            of(&inner["self_type"]),
            path(&inner["trait"], renames),
            inner["name"].as_str().unwrap_or_default()
        ),
        _ => value.to_string(),
    }
}

/// Returns the name of a path with its arguments.
pub(crate) fn path(value: &Value, renames: &Renames) -> String {
    let written = value["path"].as_str().unwrap_or_default();
    let name = written.rsplit("::").next().unwrap_or_default();
    let name = renames.get(name).map_or(name, String::as_str);
    let arguments = &value["args"]["angle_bracketed"];
    let types = arguments["args"].as_array().into_iter().flatten();
    let types = types.filter(|one| one.get("lifetime").is_none());
    let types = types.map(|one| ty(&one["type"], renames));
    let constraints = arguments["constraints"].as_array().into_iter().flatten();
    let constraints = constraints.map(|one| {
        let name = one["name"].as_str().unwrap_or_default();
        format!("{name} = {}", ty(&one["binding"]["equality"]["type"], renames))
    });
    let all: Vec<String> = types.chain(constraints).collect();
    if all.is_empty() { name.to_owned() } else { format!("{name}<{}>", all.join(", ")) }
}

fn bound(value: &Value, renames: &Renames) -> String {
    match value.get("trait_bound") {
        Some(bound) => path(&bound["trait"], renames),
        None => value.to_string(),
    }
}

fn list(value: &Value, each: &dyn Fn(&Value) -> String) -> String {
    value.as_array().into_iter().flatten().map(each).collect::<Vec<_>>().join(", ")
}
