//! Settings in layers, what is said of wrong ones, and the playbooks.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use warroom::config::origin::Origin;
use warroom::config::values::{Colour, HubAddress};
use warroom::config::words::Overrides;
use warroom::config::{Config, Places, load};

/// A host with a system's folder and a user's.
struct Host {
    folder: TempDir,
    environment: Vec<(OsString, OsString)>,
    flags: Overrides,
}

impl Host {
    fn new() -> Host {
        let host = Host {
            folder: TempDir::new().unwrap(),
            environment: Vec::new(),
            flags: Overrides::default(),
        };
        for folder in ["etc", "user", "home"] {
            std::fs::create_dir(host.folder.path().join(folder)).unwrap();
        }
        host
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn system(self, text: &str) -> Host {
        std::fs::write(self.path("etc/warroom.toml"), text).unwrap();
        self
    }

    fn user(self, text: &str) -> Host {
        std::fs::write(self.path("user/warroom.toml"), text).unwrap();
        self
    }

    fn variable(mut self, name: &str, value: &str) -> Host {
        self.environment.push((name.into(), value.into()));
        self
    }

    fn flags(mut self, flags: Overrides) -> Host {
        self.flags = flags;
        self
    }

    fn try_load(&self) -> Result<Config, String> {
        let places = Places {
            system: self.path("etc"),
            user: Some(self.path("user")),
            home: Some(self.path("home")),
        };
        load(&places, self.environment.clone(), &self.flags).map_err(|why| why.to_string())
    }

    fn load(&self) -> Config {
        self.try_load().unwrap_or_else(|why| panic!("{why}"))
    }

    /// What is said of it, without the folder of the test.
    fn refused(&self) -> String {
        let why = self.try_load().map(|_| ()).unwrap_err();
        why.replace(&format!("{}/", self.folder.path().display()), "")
    }
}

fn hub_of(config: &Config) -> (&HubAddress, String) {
    let hub = config.hub.as_ref().unwrap();
    (&hub.value, hub.origin.to_string())
}

#[test]
fn without_any_file_nothing_is_set_and_nothing_is_wrong() {
    let config = Host::new().load();
    assert!(config.hub.is_none() && config.sources.is_empty() && config.files.is_empty());
}

#[test]
fn each_layer_wins_over_the_one_before_it_and_the_origin_is_kept() {
    let system = "name = \"ops\"\nhub = \"https://system.example/\"";
    let host = Host::new().system(system);
    let (hub, origin) = (
        HubAddress::Url("https://system.example".into()),
        host.path("etc/warroom.toml"),
    );
    assert_eq!(
        hub_of(&host.load()),
        (&hub, format!("from {} line 2", origin.display()))
    );

    let host = host.user("hub = 'https://user.example'");
    let config = host.load();
    assert_eq!(hub_of(&config).0, &HubAddress::Url("https://user.example".into()));
    assert_eq!(
        config.name.as_ref().unwrap().value.as_str(),
        "ops",
        "what the user does not set stays"
    );
    assert_eq!(
        config.files,
        [host.path("etc/warroom.toml"), host.path("user/warroom.toml")]
    );

    let host = host
        .variable("WARROOM_HUB", "http://env.example")
        .variable("WARROOM_ZONE", "");
    let config = host.load();
    let (hub, origin) = hub_of(&config);
    assert_eq!(hub, &HubAddress::Url("http://env.example".into()));
    assert_eq!(origin, "from the environment variable WARROOM_HUB");
    assert!(config.screen.zone.is_none(), "an empty variable says nothing");

    let flags = Overrides {
        hub: Some("unix:/run/hub.sock".into()),
        ..Overrides::default()
    };
    let config = host.flags(flags).load();
    let (hub, origin) = hub_of(&config);
    assert_eq!(
        (hub, origin.as_str()),
        (&HubAddress::Unix("/run/hub.sock".into()), "from the flag --hub")
    );
}

#[test]
fn a_theme_is_chosen_by_the_flag_then_the_environment_then_a_file() {
    let theme = |host: &Host| {
        host.load()
            .screen
            .theme
            .map(|theme| (theme.value, theme.origin.to_string()))
    };
    let chosen = |name: &str, origin: &str| Some((name.to_owned(), origin.to_owned()));
    let host = Host::new();
    assert_eq!(theme(&host), None);
    let host = host.user("theme = 'dark'");
    let file = format!("from {} line 1", host.path("user/warroom.toml").display());
    assert_eq!(theme(&host), chosen("dark", &file));
    let host = host.variable("WARROOM_THEME", "light");
    assert_eq!(
        theme(&host),
        chosen("light", "from the environment variable WARROOM_THEME")
    );
    let host = host.flags(Overrides {
        theme: Some("mono".into()),
        ..Overrides::default()
    });
    assert_eq!(theme(&host), chosen("mono", "from the flag --theme"));
    let why = Host::new().user("theme = ''").refused();
    assert!(why.contains("theme: \"\" is no name of a theme"), "{why}");
}

#[test]
fn a_file_named_by_hand_is_read_alone_and_must_be_there() {
    let host = Host::new().system("name = 'ops'").user("name = 'dana'");
    let other = host.path("other.toml");
    std::fs::write(&other, "ascii = true").unwrap();
    let config = host.variable("WARROOM_CONFIG", other.to_str().unwrap()).load();
    assert_eq!((config.name, config.screen.ascii.unwrap().value), (None, true));

    let flags = Overrides {
        config: Some("/nowhere/warroom.toml".into()),
        ..Overrides::default()
    };
    let why = Host::new().flags(flags).refused();
    assert!(why.starts_with("cannot read /nowhere/warroom.toml: "), "{why}");
}

#[test]
fn a_path_in_a_file_is_beside_that_file_and_elsewhere_as_given() {
    let host = Host::new()
        .user("token_file = 'token'\nstore = 'sqlite:~/log.db'\nca_file = '/etc/ssl/ours.pem'")
        .variable("WARROOM_TOKEN_FILE", "here/token");
    let config = host.load();
    assert_eq!(config.token_file.unwrap().value, Path::new("here/token"));
    assert_eq!(config.store.unwrap().value, host.path("home/log.db"));
    assert_eq!(config.ca_file.unwrap().value, Path::new("/etc/ssl/ours.pem"));
    let host = Host::new().user("token_file = 'token'\n[sources.crm]\nkind = 'accounts'\nurl = 'https://crm'\ntoken_file = 'crm.token'");
    let config = host.load();
    assert_eq!(config.token_file.unwrap().value, host.path("user/token"));
    assert_eq!(config.sources[0].token_file, Some(host.path("user/crm.token")));
}

#[test]
fn tables_are_laid_over_each_other_name_by_name() {
    let config = Host::new()
        .system("[component.video-eu]\nproducts = ['video']\nregions = ['eu']\n[component.chat]\nproducts = ['chat']")
        .user("[component.chat]\nproducts = ['chat', 'talk']\n[component.chat.labels]\nservice = 'chat'")
        .load();
    assert_eq!(config.components.len(), 2);
    assert_eq!(config.components["video-eu"].regions, ["eu"]);
    assert_eq!(config.components["chat"].products, ["chat", "talk"]);
    assert_eq!(config.components["chat"].labels["service"], "chat");
}

#[test]
fn the_reporting_currency_is_worth_one_and_rates_into_another_are_dropped() {
    let host = Host::new().system("currency = 'EUR'\n[rates]\nUSD = 0.92\nchf = 1");
    let rates: Vec<_> = host
        .load()
        .money
        .rates
        .into_iter()
        .map(|(name, rate)| (name.to_string(), rate))
        .collect();
    assert_eq!(
        rates,
        [
            ("CHF".to_owned(), 1.0),
            ("EUR".to_owned(), 1.0),
            ("USD".to_owned(), 0.92)
        ]
    );

    let more = host.user("[rates]\nGBP = 1.1");
    assert_eq!(more.load().money.rates.len(), 4);
    let other = more.user("currency = 'GBP'\n[rates]\nEUR = 0.9");
    let names: Vec<_> = other
        .load()
        .money
        .rates
        .into_keys()
        .map(|name| name.to_string())
        .collect();
    assert_eq!(names, ["EUR", "GBP"], "a rate into EUR says nothing of GBP");
}

#[test]
fn everything_a_file_can_say_is_read() {
    let text = r#"
        hub = "unix:/run/warroom/hub.sock"
        name = "dana"
        listen = "localhost:7420"
        ascii = true
        color = "never"
        zone = "europe/berlin"

        [sources.pager]
        kind = "incidents"
        url = "https://pager.example/incidents"
        every = "15s"
        token_file = "/etc/warroom/pager.token"
        header = "X-Token: {token}"
        items = "data.incidents"
        next = "pagination.next"
        [sources.pager.fields]
        fingerprint = "id"
        title = "name"
        status = "state"
        started_at = "created.at"
        [sources.pager.values.status]
        firing = ["triggered", "acknowledged"]
        cleared = ["resolved"]
    "#;
    let config = Host::new().user(text).load();
    let screen = config.screen;
    assert_eq!(config.listen.unwrap().value.to_string(), "127.0.0.1:7420");
    assert_eq!(
        (screen.ascii.unwrap().value, screen.color.unwrap().value),
        (true, Colour::Never)
    );
    assert_eq!(screen.zone.unwrap().value, "Europe/Berlin");
    let pager = &config.sources[0];
    assert_eq!(
        (pager.name.as_str(), pager.every.0.as_secs(), pager.items.as_str()),
        ("pager", 15, "data.incidents")
    );
    assert_eq!(pager.fields["started_at"], "created.at");
    assert_eq!(pager.values["status"]["firing"], ["triggered", "acknowledged"]);
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_what_was_expected() {
    let cases = [
        ("hubb = 'x'", "1: unknown key hubb; did you mean hub?"),
        (
            "\n\n[component.chat]\nproduct = ['chat']",
            "4: unknown key product; did you mean products?",
        ),
        (
            "[sources.crm]\nkind = 'acounts'\nurl = ''",
            "2: kind: found \"acounts\"; did you mean accounts?",
        ),
        ("[sources.crm]\nkind = 'accounts'", "1: the key url is missing"),
        (
            "\n[sources.crm]\nkind = 'accounts'\nurl = 'crm.example'",
            "2: sources.crm: url is not an address; expected one such as https://api.example.com",
        ),
        (
            "[sources.crm]\nkind = 'accounts'\nurl = 'https://crm'\nevery = 'often'",
            "4: every: \"often\" is not a length of time; expected one such as \"20m\"",
        ),
        (
            "name = 'x'\nhub = 3",
            "2: hub: found integer `3`, expected a string",
        ),
        (
            "hub = 'hub.example.com:7420'",
            "1: hub: \"hub.example.com:7420\" is not where a hub is; expected a URL such as https://hub.example.com, or unix:PATH",
        ),
        (
            "hub = 'https://dana:secret@hub'",
            "1: hub: \"https://...@hub\" holds a name or a password",
        ),
        ("hub = 'unix:'", "1: hub: \"unix:\" names no socket"),
        (
            "listen = '7420'",
            "1: listen: \"7420\" is not where a hub can listen; expected an address and a port such as 127.0.0.1:7420",
        ),
        (
            "store = 'log.db'",
            "1: store: \"log.db\" is not a store; expected sqlite:PATH",
        ),
        (
            "color = 'sometimes'",
            "1: color: \"sometimes\" is not how many colours to use; expected auto, never, 16, 256 or true",
        ),
        (
            "zone = 'Europe/Berlni'",
            "1: zone: \"Europe/Berlni\" is not a time zone; did you mean \"Europe/Berlin\"?",
        ),
        (
            "currency = 'euros'",
            "1: currency: \"euros\" is not a currency; expected three letters such as EUR",
        ),
        (
            "[rates]\nUSD = 0",
            "2: rates: USD = 0; expected how much of the reporting currency 1 USD buys",
        ),
        ("[rates]\ndollar = 0.9", "2: rates: \"dollar\" is not a currency"),
        ("skin = 'plain'", "1: unknown key skin"),
        ("on_duty = ['beep']", "1: unknown key on_duty"),
        (
            "on_due = []",
            "1: on_due: names no program; expected a list such as",
        ),
        (
            "notify = 'loud'",
            "1: notify: \"loud\" is no way to be called; expected off, bell or osc",
        ),
        ("token_file = ''", "1: token_file: \"\" is no path"),
        ("[local]\ngroup = ''", "2: local.group: \"\" is no group"),
        (
            "[local]\nfolder = '/srv'",
            "2: local: names a folder and no group",
        ),
        ("[local]\nmode = '0777'", "2: unknown key mode"),
    ];
    for (text, expected) in cases {
        let why = Host::new().user(text).refused();
        assert!(
            why.starts_with(&format!("user/warroom.toml:{expected}")),
            "{text}\n{why}\n{expected}"
        );
    }
    let syntax = Host::new().user("name = 'dana'\nhub = \n").refused();
    assert!(syntax.starts_with("user/warroom.toml:2: "), "{syntax}");
}

#[test]
fn the_environment_and_flags_are_named_when_they_are_wrong() {
    let why = Host::new().variable("WARROOM_ASCII", "maybe").refused();
    assert_eq!(
        why,
        "WARROOM_ASCII: ascii: \"maybe\" is neither yes nor no; expected true or false"
    );
    let flags = Overrides {
        store: Some("postgres:".into()),
        ..Overrides::default()
    };
    let why = Host::new().flags(flags).refused();
    assert_eq!(
        why,
        "--store: store: \"postgres:\" is not a store; expected sqlite:PATH"
    );
    let why = Host::new().variable("WARROOM_TOKEN", "deadbeef").refused();
    assert!(
        why.contains("WARROOM_TOKEN_FILE") && !why.contains("deadbeef"),
        "{why}"
    );
}

#[test]
fn a_local_room_is_shared_where_a_group_is_named() {
    assert_eq!(Host::new().try_load().unwrap().local, None);
    let shared = |text: &str| Host::new().system(text).try_load().unwrap().local.unwrap();
    let local = shared("[local]\ngroup = 'sre'");
    assert_eq!(
        (local.group.value.as_str(), local.folder.to_str()),
        ("sre", Some("/var/lib/warroom/local"))
    );
    let local = shared("[local]\ngroup = 'sre'\nfolder = '/srv/room'");
    assert_eq!(local.folder, Path::new("/srv/room"));
}

#[test]
fn an_origin_is_said_as_messages_need_it() {
    let origin = Origin::File {
        path: "/etc/warroom/warroom.toml".into(),
        line: 3,
    };
    assert_eq!(origin.to_string(), "from /etc/warroom/warroom.toml line 3");
    assert_eq!(origin.place(), "/etc/warroom/warroom.toml:3");
}
