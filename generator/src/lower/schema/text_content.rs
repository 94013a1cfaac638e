//! Texts that stand for something else: `contentEncoding` and `contentMediaType`.

use serde_json::{Map, Value, json};

use crate::diagnostic::Code;
use crate::lower::Lowering;
use crate::lower::notes::{HOLDS, TextContent};
use crate::text::pointer::trail::Trail;

impl Lowering<'_> {
    /// Writes `contentMediaType` without an encoding as `format: binary`, unless the content is
    /// itself a text; with an encoding it is a text all the same.
    pub(super) fn text_content(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        let text = |value: Option<Value>| value.and_then(|value| value.as_str().map(str::to_owned));
        let encoding = text(map.remove("contentEncoding"));
        let media_type = text(map.remove("contentMediaType"));
        let is_text =
            |name: &str| name.starts_with("text/") || name.contains("json") || name.contains("xml");
        match (&encoding, &media_type) {
            (Some(encoding), _) => {
                let message = format!("the bytes encoded as {encoding} are left encoded");
                self.add(Code::Widened, at, message);
            }
            (None, Some(name)) if is_text(name) => {}
            (None, Some(_)) => {
                map.entry("type").or_insert_with(|| json!("string"));
                map.entry("format").or_insert_with(|| json!("binary"));
                return;
            }
            (None, None) => return,
        }
        map.insert(HOLDS.to_owned(), TextContent { media_type, encoding }.mark());
    }
}
