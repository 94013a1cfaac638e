//! Temporary.
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&a[1]).unwrap();
    let overlay = a.get(3).and_then(|p| std::fs::read_to_string(p).ok());
    let config = a.get(4).and_then(|p| std::fs::read_to_string(p).ok());
    let t = std::time::Instant::now();
    let out = cekura_codegen::generate(&cekura_codegen::Input {
        document: &text,
        overlay: overlay.as_deref(),
        config: config.as_deref(),
    });
    eprintln!("{:?}", t.elapsed());
    for d in out
        .diagnostics
        .iter()
        .filter(|d| d.severity() == cekura_codegen::diagnostic::Severity::Error)
    {
        eprintln!("{} {} {}", d.code, d.pointer, d.message);
    }
    if let Some(o) = out.output {
        let dir = std::path::Path::new(&a[2]);
        let _ = std::fs::remove_dir_all(dir);
        for (p, t) in &o.files {
            let f = dir.join(p);
            std::fs::create_dir_all(f.parent().unwrap()).unwrap();
            std::fs::write(f, t).unwrap();
        }
        std::fs::write(dir.join("../ledger.txt"), &o.ledger).unwrap();
        std::fs::write(dir.join("../features.txt"), &o.features).unwrap();
        eprintln!("{:#?}", o.summary);
    }
}
