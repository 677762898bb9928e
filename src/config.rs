//! The settings of this host and this user, gathered from files, the environment and flags.
//!
//! One TOML file, in layers: the system's (`/etc/warroom/warroom.toml`), then the user's
//! (`$XDG_CONFIG_HOME/warroom/warroom.toml`), then `WARROOM_*`, then flags; the later wins, setting by setting.
//! Every setting knows where it came from. A key nobody knows is an error with its file, its line and the nearest
//! key there is. Paths in a file are relative to that file.

pub mod error;
pub mod language;
pub mod layer;
pub mod origin;
pub mod playbooks;
pub mod raw;
pub mod values;
pub mod words;

use crate::connect::hook::Hook;
use crate::connect::json::Described;
use crate::connect::vendor::{Named, Setting};
use crate::directory::columns::{currency, zone};
use crate::domain::ids::{Component, Name};
use crate::domain::reference::Part;
use crate::domain::sla::Sla;
use crate::domain::text::Clean;
use error::ConfigError;
use etcetera::BaseStrategy;
use layer::Layer;
use origin::Set;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use values::{Colour, HubAddress, Notify, Reader};
use words::Overrides;

/// The name of the file in each place.
pub const FILE: &str = "warroom.toml";

/// Where settings are looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// The system's folder, `/etc/warroom`.
    pub system: PathBuf,
    /// The user's folder, `~/.config/warroom`; `None` for a user without a home.
    pub user: Option<PathBuf>,
    /// What `~/` stands for.
    pub home: Option<PathBuf>,
}

impl Places {
    pub fn of_this_host() -> Places {
        let user = etcetera::choose_base_strategy().ok();
        Places {
            system: PathBuf::from("/etc/warroom"),
            user: user.map(|base| base.config_dir().join("warroom")),
            home: etcetera::home_dir().ok(),
        }
    }

    /// Where a team's own playbooks are, the later winning.
    pub fn playbooks(&self) -> Vec<PathBuf> {
        self.each("playbooks")
    }

    /// Where a team's own template of a report is, the later winning.
    pub fn reports(&self) -> Vec<PathBuf> {
        self.each("reports")
    }

    /// Where a user's own themes are, the later winning.
    pub fn themes(&self) -> Vec<PathBuf> {
        self.each("themes")
    }

    /// Where translations are, the later winning.
    pub fn words(&self) -> Vec<PathBuf> {
        self.each("words")
    }

    fn each(&self, name: &str) -> Vec<PathBuf> {
        let folders = [Some(&self.system), self.user.as_ref()].into_iter().flatten();
        folders.map(|folder| folder.join(name)).collect()
    }
}

/// All settings; `None` where nothing sets one.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Which hub to speak to.
    pub hub: Option<Set<HubAddress>>,
    /// Who this is.
    pub name: Option<Set<Name>>,
    pub token_file: Option<Set<PathBuf>>,
    pub ca_file: Option<Set<PathBuf>>,
    /// Where the hub listens.
    pub listen: Option<Set<SocketAddr>>,
    /// Where the hub keeps its log: the path of an SQLite file.
    pub store: Option<Set<PathBuf>>,
    pub money: Money,
    pub components: BTreeMap<Component, Part>,
    /// The terms of each support plan, by its name.
    pub slas: BTreeMap<Clean, Sla>,
    /// In the order of their names.
    pub sources: Vec<Described>,
    /// Vendors that the hub reads and writes.
    pub connect: Vec<Named>,
    /// Webhooks that are signed, in the order of their names.
    pub hooks: Vec<Hook>,
    pub screen: Screen,
    /// The keys somebody has chosen, by the name of what they ask for: one, or a list of them.
    pub keys: BTreeMap<String, Set<toml::Value>>,
    /// What is run for each newly overdue due: a program and its arguments.
    pub on_due: Option<Set<Vec<String>>>,
    /// `None`: the local room is this user's alone.
    pub local: Option<Local>,
    /// The files that were read, for those who ask where a setting is.
    pub files: Vec<PathBuf>,
}

/// The reporting currency, and what others are worth in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Money {
    pub currency: Option<Clean>,
    /// How much of the reporting currency one unit of each buys; the reporting currency itself has 1.
    pub rates: BTreeMap<Clean, f64>,
}

/// A local room that a group of this machine shares.
#[derive(Clone, Debug, PartialEq)]
pub struct Local {
    pub group: Set<String>,
    /// Where its record and its socket are.
    pub folder: PathBuf,
}

/// Where a shared local room is unless its folder is named.
pub const LOCAL_FOLDER: &str = "/var/lib/warroom/local";

/// How a screen looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Screen {
    pub ascii: Option<Set<bool>>,
    /// In lines of text, and nothing drawn.
    pub plain: Option<Set<bool>>,
    /// Nothing on it moves by itself.
    pub reduced_motion: Option<Set<bool>>,
    pub color: Option<Set<Colour>>,
    /// The name of a theme; one that is not there does not keep a room from opening.
    pub theme: Option<Set<String>>,
    /// The zone of times in lists.
    pub zone: Option<Set<Clean>>,
    /// What a screen speaks; a language that is not there does not keep a room from opening.
    pub language: Option<Set<String>>,
    /// What calls somebody who looks elsewhere.
    pub notify: Option<Set<Notify>>,
    /// The title of the window says what is broken, and for how long.
    pub title: Option<Set<bool>>,
}

/// Reads every layer and puts the later over the earlier.
///
/// `environment` is the process's, handed in. With `--config` or `WARROOM_CONFIG` that file alone is read, and must
/// be there.
///
/// Errors: a file that cannot be read, a key nobody knows, a value that is not what its key takes.
pub fn load(
    places: &Places,
    environment: impl IntoIterator<Item = (OsString, OsString)>,
    flags: &Overrides,
) -> Result<Config, ConfigError> {
    let environment = words::environment(environment)?;
    let only = flags
        .config
        .clone()
        .or_else(|| environment.get("config").map(|set| PathBuf::from(&set.value)));
    let mut layers = Vec::new();
    let mut files = Vec::new();
    let system = (places.system.join(FILE), false);
    let user = places.user.as_ref().map(|folder| (folder.join(FILE), false));
    let candidates = match only {
        Some(only) => vec![(only, true)],
        None => [Some(system), user].into_iter().flatten().collect(),
    };
    for (path, needed) in candidates {
        if let Some(layer) = Layer::of_file(&path, needed)? {
            layers.push(layer);
            files.push(path);
        }
    }
    layers.push(Layer::of_words(environment));
    layers.push(Layer::of_flags(flags));
    let all = layers
        .into_iter()
        .fold(Layer::default(), |lower, layer| layer.over(lower));
    settle(all, places, files)
}

fn settle(all: Layer, places: &Places, files: Vec<PathBuf>) -> Result<Config, ConfigError> {
    let read = Reader {
        words: &all.words,
        home: places.home.as_deref(),
    };
    Ok(Config {
        hub: read.with_path("hub", values::hub)?,
        name: read.value("name", values::name)?,
        token_file: read.with_path("token_file", values::path)?,
        ca_file: read.with_path("ca_file", values::path)?,
        listen: read.value("listen", values::listen)?,
        store: read.with_path("store", values::store)?,
        money: money(&read, all.rates)?,
        screen: screen(&read)?,
        on_due: on_due(&read, all.on_due)?,
        keys: all.keys,
        local: local(&read)?,
        components: all.components,
        slas: slas(all.slas)?,
        sources: sources(&read, all.sources)?,
        connect: connect(&read, all.connect)?,
        hooks: hooks(&read, all.hooks)?,
        files,
    })
}

fn money(read: &Reader, rates: BTreeMap<String, Set<f64>>) -> Result<Money, ConfigError> {
    let reporting = read.value("currency", currency)?.map(|set| set.value);
    let mut table = BTreeMap::new();
    for (name, rate) in rates {
        let wrong = |what: String| ConfigError::wrong(&rate.origin, "rates", what);
        let name = currency(&name).map_err(|why| wrong(format!("{name:?} {why}")))?;
        if !rate.value.is_finite() || rate.value <= 0.0 {
            return Err(wrong(format!(
                "{name} = {}; expected how much of the reporting currency 1 {name} buys, such as 0.92",
                rate.value
            )));
        }
        table.insert(name, rate.value);
    }
    if let Some(reporting) = &reporting {
        table.insert(reporting.clone(), 1.0);
    }
    Ok(Money {
        currency: reporting,
        rates: table,
    })
}

fn screen(read: &Reader) -> Result<Screen, ConfigError> {
    Ok(Screen {
        ascii: read.value("ascii", values::yes_or_no)?,
        plain: read.value("plain", values::yes_or_no)?,
        reduced_motion: read.value("reduced_motion", values::yes_or_no)?,
        color: read.value("color", values::colour)?,
        theme: read.value("theme", values::theme)?,
        zone: read.value("zone", zone)?,
        language: read.value("language", values::language)?,
        notify: read.value("notify", values::notify)?,
        title: read.value("title", values::yes_or_no)?,
    })
}

/// A program that is named by a path is found beside the file that names it, as every path.
fn on_due(read: &Reader, command: Option<Set<Vec<String>>>) -> Result<Option<Set<Vec<String>>>, ConfigError> {
    let Some(Set { mut value, origin }) = command else {
        return Ok(None);
    };
    let program = value.first_mut().filter(|program| !program.trim().is_empty());
    let Some(program) = program else {
        let what = "names no program; expected a list such as [\"/usr/local/bin/page-me\", \"--quiet\"]";
        return Err(ConfigError::wrong(&origin, "on_due", what.to_owned()));
    };
    if program.contains('/') {
        *program = read
            .path_from(Path::new(program.as_str()), &origin)
            .display()
            .to_string();
    }
    Ok(Some(Set { value, origin }))
}

fn local(read: &Reader) -> Result<Option<Local>, ConfigError> {
    let folder = read.with_path("local.folder", values::path)?;
    let group = read.value("local.group", values::group)?;
    match (group, folder) {
        (Some(group), folder) => Ok(Some(Local {
            group,
            folder: folder.map_or_else(|| PathBuf::from(LOCAL_FOLDER), |folder| folder.value),
        })),
        (None, Some(folder)) => {
            let what = "names a folder and no group; say whose it is with group = \"sre\"".to_owned();
            Err(ConfigError::wrong(&folder.origin, "local", what))
        }
        (None, None) => Ok(None),
    }
}

/// Refuses terms that make no sense: they would be worked out wrongly, and in money.
fn slas(named: BTreeMap<String, Set<Sla>>) -> Result<BTreeMap<Clean, Sla>, ConfigError> {
    let mut slas = BTreeMap::new();
    for (name, Set { value, origin }) in named {
        let faults = value.faults();
        if !faults.is_empty() {
            return Err(ConfigError::wrong(
                &origin,
                &format!("sla.{name}"),
                faults.join("; "),
            ));
        }
        slas.insert(Clean::from(name), value);
    }
    Ok(slas)
}

/// Names each source, finds its token beside the file that says so, and refuses one that cannot be asked.
fn sources(read: &Reader, sources: BTreeMap<String, Set<Described>>) -> Result<Vec<Described>, ConfigError> {
    let mut described = Vec::new();
    for (name, Set { value, origin }) in sources {
        let mut source = value;
        source.name = name.as_str().into();
        source.token_file = source.token_file.map(|file| read.path_from(&file, &origin));
        let faults = source.check();
        if !faults.is_empty() {
            let key = format!("sources.{name}");
            return Err(ConfigError::wrong(&origin, &key, faults.join("; ")));
        }
        described.push(source);
    }
    Ok(described)
}

/// Names each vendor, finds its files beside the file that says so, and refuses one that could not be asked.
fn connect(read: &Reader, vendors: BTreeMap<String, Set<Setting>>) -> Result<Vec<Named>, ConfigError> {
    let named = vendors.into_iter().map(|(name, Set { value, origin })| {
        let named = Named {
            name: name.as_str().into(),
            setting: value,
        };
        let named = named.with_files(|file| read.path_from(file, &origin));
        let faults = named.check();
        match faults.is_empty() {
            true => Ok(named),
            false => {
                let key = format!("connect.{name}");
                Err(ConfigError::wrong(&origin, &key, faults.join("; ")))
            }
        }
    });
    named.collect()
}

/// Names each hook, finds its secret beside the file that says so, and refuses one that could not be trusted.
fn hooks(read: &Reader, hooks: BTreeMap<String, Set<Hook>>) -> Result<Vec<Hook>, ConfigError> {
    let named = hooks.into_iter().map(|(name, Set { value, origin })| {
        let mut hook = value;
        hook.name = name.as_str().into();
        hook.secret_file = read.path_from(&hook.secret_file, &origin);
        let faults = hook.check();
        match faults.is_empty() {
            true => Ok(hook),
            false => Err(ConfigError::wrong(
                &origin,
                &format!("hooks.{name}"),
                faults.join("; "),
            )),
        }
    });
    named.collect()
}
