//! What the program is made of: every licence is one we may pass on, everything comes from the one registry, and no
//! known flaw is in it. Works without a network; what cannot be known without one is said.

use crate::trust;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
}

/// What `deny.toml` says, for cargo-deny and for us.
#[derive(Deserialize)]
struct Rules {
    licenses: Licenses,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licenses {
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Banned>,
}

#[derive(Deserialize)]
struct Banned {
    name: String,
}

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rules() -> Rules {
    toml::from_str(&std::fs::read_to_string(root().join("deny.toml")).unwrap()).unwrap()
}

fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(arguments).current_dir(root());
    cargo
}

/// Everything that is built on this kind of machine, the tests' own crates with it.
fn tree() -> Vec<Package> {
    let version = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap();
    let read = cargo(&[
        "metadata",
        "--format-version",
        "1",
        "--offline",
        "--locked",
        "--filter-platform",
        host,
    ]);
    let read = { read }.output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let metadata: Metadata = serde_json::from_slice(&read.stdout).unwrap();
    let built: BTreeSet<String> = metadata.resolve.nodes.into_iter().map(|node| node.id).collect();
    let packages = metadata.packages.into_iter();
    packages.filter(|package| built.contains(&package.id)).collect()
}

/// What is wrong with a package.
fn fault(package: &Package, rules: &Rules) -> Option<String> {
    let Package {
        name,
        version,
        license,
        source,
        ..
    } = package;
    let licence = license.as_deref().unwrap_or_default();
    if source.as_deref().is_some_and(|source| source != REGISTRY) {
        return Some(format!("{name} {version} comes from {source:?}"));
    }
    if rules.bans.deny.iter().any(|banned| banned.name == *name) {
        return Some(format!("{name} {version} is banned"));
    }
    match may_pass_on(licence, &rules.licenses.allow) {
        true => None,
        false => Some(format!("{name} {version} has the licence {licence:?}")),
    }
}

/// Whether an expression of SPDX leaves us a choice of licences that are all allowed.
fn may_pass_on(expression: &str, allowed: &BTreeSet<String>) -> bool {
    // `MIT/Apache-2.0` is how it was once written.
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    !words.is_empty() && either(&mut words.as_slice(), allowed)
}

fn either(words: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let mut good = both(words, allowed);
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        good |= both(words, allowed);
    }
    good
}

fn both(words: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let mut good = one(words, allowed);
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        good &= one(words, allowed);
    }
    good
}

fn one(words: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let good = either(words, allowed);
            *words = words.get(1..).unwrap_or_default();
            good
        }
        // What an exception allows besides, we do not need.
        [name, "WITH", _, rest @ ..] | [name, rest @ ..] => {
            *words = rest;
            allowed.contains(*name)
        }
        [] => false,
    }
}

#[test]
fn every_licence_may_be_passed_on_and_everything_comes_from_the_registry() {
    let (tree, rules) = (tree(), rules());
    let faults: Vec<String> = tree.iter().filter_map(|package| fault(package, &rules)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(tree.len() > 100, "{}", tree.len());
    let licences: BTreeSet<&str> = tree
        .iter()
        .filter_map(|package| package.license.as_deref())
        .collect();
    let counts = format!(
        "{} packages, {} expressions, 0 faults",
        tree.len(),
        licences.len()
    );
    trust::result("A3", "licences and origins", &counts);
}

#[test]
fn a_licence_that_is_not_allowed_and_a_banned_package_are_found() {
    let allowed = BTreeSet::from(["MIT", "Apache-2.0", "ISC"].map(str::to_owned));
    for (expression, good) in [
        ("MIT", true),
        ("MIT OR GPL-3.0", true),
        ("GPL-3.0/MIT", true),
        ("MIT AND ISC", true),
        ("MIT AND GPL-3.0", false),
        ("(GPL-3.0 OR MIT) AND (ISC OR MPL-2.0)", true),
        ("(GPL-3.0 OR MIT) AND MPL-2.0", false),
        ("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true),
        ("GPL-3.0", false),
        ("", false),
    ] {
        assert_eq!(may_pass_on(expression, &allowed), good, "{expression:?}");
    }
    let package = |name: &str, license: Option<&str>, source: &str| Package {
        id: String::new(),
        name: name.to_owned(),
        version: "1.0.0".to_owned(),
        license: license.map(str::to_owned),
        source: Some(source.to_owned()),
    };
    let found = |package: Package| fault(&package, &rules()).is_some();
    assert!(!found(package("a", Some("MIT"), REGISTRY)));
    assert!(found(package("openssl-sys", Some("MIT"), REGISTRY)));
    assert!(found(package("a", None, REGISTRY)));
    assert!(found(package("a", Some("MIT"), "git+https://example.com/a")));
}

/// Where cargo-deny keeps the advisories it has fetched before.
fn advisories() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))?;
    let known = home.join("advisory-dbs");
    known.read_dir().ok()?.next().is_some().then_some(known)
}

#[test]
fn no_advisory_that_this_machine_knows_is_about_anything_here() {
    if !trust::has("cargo-deny", &["--version"]) {
        return;
    }
    let Some(known) = advisories() else {
        eprintln!(
            "skipped: no advisories are on this machine; `cargo deny fetch` brings them where there is a network"
        );
        return;
    };
    let ran = cargo(&["deny", "--offline", "--all-features", "check", "advisories"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
    trust::result(
        "A3",
        "advisories that were fetched before",
        &format!("0 apply, of those in {}", age(&known)),
    );
}

/// In words, since what is known is never newer than that.
fn age(known: &Path) -> String {
    let last = known.read_dir().ok().into_iter().flatten().flatten().next();
    let head = last.map(|folder| folder.path());
    let date = head.and_then(|folder| {
        let told = Command::new("git")
            .arg("-C")
            .arg(folder)
            .args(["log", "-1", "--format=%cs"])
            .output()
            .ok()?;
        Some(String::from_utf8_lossy(&told.stdout).trim().to_owned())
    });
    format!(
        "the database as of {}",
        date.filter(|date| !date.is_empty())
            .unwrap_or("an unknown day".to_owned())
    )
}
