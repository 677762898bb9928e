//! Whether a text is well-formed XML, as far as a picture can go wrong in it.

/// What is wrong; nothing is found in what is right.
pub fn faults(xml: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut parts = xml.split('<');
    faults.extend(text_faults(parts.next().unwrap_or_default()));
    for part in parts {
        let Some((tag, text)) = part.split_once('>') else {
            faults.push(format!("<{part} is not closed"));
            continue;
        };
        faults.extend(text_faults(text));
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                faults.push(format!("</{name}> closes nothing"));
            }
            continue;
        }
        let (tag, is_empty) = match tag.strip_suffix('/') {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        faults.extend(attribute_faults(attributes));
        if !is_empty {
            open.push(name);
        }
    }
    faults.extend(open.iter().map(|name| format!("<{name}> stays open")));
    if !xml.starts_with("<svg ") {
        faults.push("it does not begin as a picture".to_owned());
    }
    faults
}

fn text_faults(text: &str) -> Option<String> {
    let known = ["amp;", "lt;", "gt;", "quot;"];
    let wrong = |rest: &&str| !known.iter().any(|known| rest.starts_with(known));
    let entity = text.split('&').skip(1).find(wrong);
    let control = text.chars().find(|c| c.is_control() && *c != '\n');
    entity
        .map(|rest| format!("&{rest}"))
        .or_else(|| control.map(|c| format!("the control character {c:?}")))
}

/// Each is a name, `=` and a quoted value without a quote or an angle in it; none comes twice.
fn attribute_faults(attributes: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut names = Vec::new();
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let split = rest
            .split_once("=\"")
            .and_then(|(name, rest)| Some((name, rest.split_once('"')?)));
        let Some((name, (_, after))) = split else {
            faults.push(format!("no value in {rest:?}"));
            break;
        };
        if names.contains(&name) || name.contains(char::is_whitespace) {
            faults.push(format!("{name:?} is no new name"));
        }
        names.push(name);
        rest = after.trim_start();
    }
    faults
}

#[test]
fn what_is_not_well_formed_is_found_out() {
    assert_eq!(
        faults("<svg a=\"1\" b=\"2\"><g/><t>x &amp; y</t></svg>"),
        Vec::<String>::new()
    );
    for wrong in [
        "<svg ><t></svg></t>",
        "<svg ><t></svg>",
        "<svg >a & b</svg>",
        "<svg a=1></svg>",
        "<svg a=\"1\" a=\"2\"></svg>",
        "<svg >\u{1b}</svg>",
        "<svg ",
        "<g></g>",
    ] {
        assert!(!faults(wrong).is_empty(), "{wrong}");
    }
}
