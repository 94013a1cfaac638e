#[test]
fn ab() {
    let mut texts = std::collections::BTreeSet::new();
    fn go(v: &serde_json::Value, texts: &mut std::collections::BTreeSet<String>) {
        match v {
            serde_json::Value::Object(m) => for (k, v) in m {
                if ["description","summary"].contains(&k.as_str()) && v.is_string() { texts.insert(v.as_str().unwrap().to_owned()); }
                go(v, texts)
            },
            serde_json::Value::Array(a) => a.iter().for_each(|v| go(v, texts)),
            _ => {}
        }
    }
    for f in ["cekura-2026-08-18-v243.json","cekura-2026-05-08-v143.json","cekura-2025-05-30-v036.json"] {
        let t = std::fs::read_to_string(format!("/work/shared/specs/{f}")).unwrap();
        go(&serde_json::from_str(&t).unwrap(), &mut texts);
    }
    let (mut a, mut b) = (String::new(), String::new());
    let mut n = 0;
    for t in &texts {
        let old = super::super::docs::prose(t);
        let new = super::text::Text::from_markdown(t).to_string();
        if old != new { n += 1; a += &format!("=={n}\n{old}\n"); b += &format!("=={n}\n{new}\n"); }
    }
    println!("{} texts, {n} differ", texts.len());
    std::fs::write("/tmp/ab-old.txt", a).unwrap();
    std::fs::write("/tmp/ab-new.txt", b).unwrap();
}
