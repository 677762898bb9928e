//! What a terminal can show, judged from the wish of its owner and from its environment.

/// How many colours the terminal is told about; the order is from none to all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// No colours at all: bold, underline and reverse carry the meaning.
    Mono,
    /// The 16 named colours the user chose for the terminal.
    Sixteen,
    /// The palette of 256.
    Indexed,
    /// 24 bits a colour.
    True,
}

/// What the user asked for, by `--color` or in the configuration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ColorChoice {
    /// Judge from the environment.
    #[default]
    Auto,
    Never,
    Sixteen,
    Indexed,
    True,
}

impl ColorChoice {
    fn depth(self) -> Option<Depth> {
        match self {
            ColorChoice::Auto => None,
            ColorChoice::Never => Some(Depth::Mono),
            ColorChoice::Sixteen => Some(Depth::Sixteen),
            ColorChoice::Indexed => Some(Depth::Indexed),
            ColorChoice::True => Some(Depth::True),
        }
    }
}

/// Reads one variable of the environment; handed in, so that the judgement stays pure.
pub type Env<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Why a depth was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// A flag names it.
    Flag,
    /// `NO_COLOR` is set.
    NoColor,
    /// The settings name it.
    Configured,
    /// `TERM` is not set, or says dumb.
    NoTerm,
    /// `TERM` is the Linux console.
    Console,
    /// `TERM` is a hardware terminal.
    Hardware,
    /// `COLORTERM` promises all colours.
    Promised,
    /// It does, but what `TERM` or `TERM_PROGRAM` names does not keep that.
    Broken,
    /// `TERM` ends in `-256color`, and nothing promises more.
    Term256,
    /// `TERM` promises no more.
    Term,
}

/// The colour depth to draw with, and why: the flag wins, then a non-empty `NO_COLOR`, then the configured wish, then
/// what the environment says of the terminal.
pub fn detect_depth(
    flag: Option<ColorChoice>,
    configured: Option<ColorChoice>,
    env: &Env,
) -> (Depth, Because) {
    if let Some(depth) = flag.and_then(ColorChoice::depth) {
        return (depth, Because::Flag);
    }
    if set(env, "NO_COLOR").is_some() {
        return (Depth::Mono, Because::NoColor);
    }
    match configured.and_then(ColorChoice::depth) {
        Some(depth) => (depth, Because::Configured),
        None => depth_of_terminal(env),
    }
}

fn depth_of_terminal(env: &Env) -> (Depth, Because) {
    let term = set(env, "TERM").unwrap_or_default();
    match term.as_str() {
        "" | "dumb" => return (Depth::Mono, Because::NoTerm),
        "linux" => return (Depth::Sixteen, Because::Console),
        hardware if hardware.starts_with("vt") => return (Depth::Mono, Because::Hardware),
        _ => {}
    }
    let promises_true = matches!(set(env, "COLORTERM").as_deref(), Some("truecolor" | "24bit"));
    // GNU screen drops 24-bit colours though the terminal around it has them; macOS Terminal.app
    // has exported COLORTERM without having the colours.
    let breaks_promise =
        term.starts_with("screen") || set(env, "TERM_PROGRAM").as_deref() == Some("Apple_Terminal");
    let is_indexed = term.ends_with("-256color");
    let depth = if is_indexed {
        Depth::Indexed
    } else {
        Depth::Sixteen
    };
    match (promises_true, breaks_promise) {
        (true, false) => (Depth::True, Because::Promised),
        (true, true) => (depth, Because::Broken),
        (false, _) if is_indexed => (depth, Because::Term256),
        (false, _) => (depth, Because::Term),
    }
}

/// Whether frames may be wrapped in synchronized output (DEC private mode 2026): everywhere but on
/// hardware and on the Linux console, which are fast enough without and need not parse it.
pub fn takes_synchronized(env: &Env) -> bool {
    match set(env, "TERM").as_deref() {
        None | Some("dumb" | "linux") => false,
        Some(term) => !term.starts_with("vt"),
    }
}

/// Whether box-drawing characters arrive as such; otherwise borders are drawn in `+-|`.
pub fn utf8_locale(env: &Env) -> bool {
    let charset = locale(env).map(|(_, locale)| locale.to_ascii_lowercase());
    charset.is_some_and(|charset| charset.contains("utf-8") || charset.contains("utf8"))
}

/// The variable that decides on the locale, and what it says.
///
/// As in the C library, the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is not empty decides.
pub fn locale(env: &Env) -> Option<(&'static str, String)> {
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| Some((name, set(env, name)?)))
}

/// A variable that is there and not empty.
fn set(env: &Env, name: &str) -> Option<String> {
    env(name).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An environment written as `NAME=value NAME=value`.
    fn env_of(text: &str) -> impl Fn(&str) -> Option<String> {
        let pairs: Vec<(String, String)> = text
            .split_whitespace()
            .filter_map(|pair| pair.split_once('='))
            .map(|(k, v)| (k.into(), v.into()))
            .collect();
        move |name| {
            pairs
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.clone())
        }
    }

    fn chosen(text: &str) -> ColorChoice {
        match text {
            "never" => ColorChoice::Never,
            "16" => ColorChoice::Sixteen,
            "256" => ColorChoice::Indexed,
            "true" => ColorChoice::True,
            _ => ColorChoice::Auto,
        }
    }

    #[test]
    fn depth_follows_the_flag_then_no_color_then_the_configuration_then_the_terminal() {
        let table = [
            (Some("true"), Some("16"), "NO_COLOR=1 TERM=dumb", Depth::True),
            (Some("16"), None, "TERM=xterm-256color", Depth::Sixteen),
            (Some("never"), None, "TERM=xterm-256color", Depth::Mono),
            (Some("auto"), None, "NO_COLOR=1 TERM=xterm-256color", Depth::Mono),
            (None, Some("256"), "NO_COLOR=1 TERM=xterm", Depth::Mono),
            (None, Some("256"), "NO_COLOR= TERM=xterm", Depth::Indexed),
            (None, Some("auto"), "TERM=xterm-256color", Depth::Indexed),
            (None, None, "", Depth::Mono),
            (None, None, "TERM=dumb COLORTERM=truecolor", Depth::Mono),
            (None, None, "TERM=vt100", Depth::Mono),
            (None, None, "TERM=vt220 COLORTERM=24bit", Depth::Mono),
            (None, None, "TERM=linux", Depth::Sixteen),
            (None, None, "TERM=screen", Depth::Sixteen),
            (None, None, "TERM=xterm", Depth::Sixteen),
            (None, None, "TERM=tmux-256color", Depth::Indexed),
            (
                None,
                None,
                "TERM=screen-256color COLORTERM=truecolor",
                Depth::Indexed,
            ),
            (None, None, "TERM=xterm-256color COLORTERM=truecolor", Depth::True),
            (None, None, "TERM=xterm-kitty COLORTERM=24bit", Depth::True),
            (None, None, "TERM=xterm-256color COLORTERM=yes", Depth::Indexed),
            (
                None,
                None,
                "TERM=xterm-256color COLORTERM=truecolor TERM_PROGRAM=Apple_Terminal",
                Depth::Indexed,
            ),
        ];
        for (flag, configured, env, wanted) in table {
            let choice = |text: Option<&str>| text.map(chosen);
            let (depth, _) = detect_depth(choice(flag), choice(configured), &env_of(env));
            assert_eq!(
                depth, wanted,
                "--color={flag:?}, configured {configured:?}, {env}"
            );
        }
    }

    #[test]
    fn the_first_locale_variable_that_is_not_empty_decides_on_borders() {
        let table = [
            ("", false),
            ("LANG=C", false),
            ("LANG=en_GB.UTF-8", true),
            ("LANG=de_DE.utf8", true),
            ("LANG=C.UTF-8 LC_CTYPE=C", false),
            ("LANG=C LC_CTYPE=en_US.UTF-8", true),
            ("LC_ALL=POSIX LC_CTYPE=en_US.UTF-8 LANG=en_US.UTF-8", false),
            ("LC_ALL= LANG=en_US.UTF-8", true),
        ];
        for (env, wanted) in table {
            assert_eq!(utf8_locale(&env_of(env)), wanted, "{env}");
        }
    }

    #[test]
    fn synchronized_output_is_kept_from_terminals_that_need_not_know_it() {
        let table = [
            ("", false),
            ("dumb", false),
            ("linux", false),
            ("vt102", false),
            ("xterm", true),
            ("screen", true),
        ];
        for (term, wanted) in table {
            assert_eq!(
                takes_synchronized(&env_of(&format!("TERM={term}"))),
                wanted,
                "TERM={term}"
            );
        }
    }
}
