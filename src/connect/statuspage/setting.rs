//! The table of a page at Statuspage.
//!
//! ```toml
//! [connect.page]
//! kind = "statuspage"
//! page = "kctbh9vrtdwd"                         # from the page's settings, "API info"
//! token_file = "/etc/warroom/statuspage.token"
//! notify = true                                 # subscribers get each text; false: they get none
//! components = { video-eu = "8kbf7d35c070" }    # ours = theirs
//! ```

use crate::domain::ids::Component;
use crate::domain::text::Clean;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    pub page: Clean,
    #[serde(default = "theirs")]
    pub url: String,
    pub token_file: PathBuf,
    /// What the page calls our components. One that is not named here has no state there.
    #[serde(default)]
    pub components: BTreeMap<Component, Clean>,
    /// Whether the page's subscribers get each text.
    #[serde(default = "yes")]
    pub notify: bool,
}

fn theirs() -> String {
    "https://api.statuspage.io/v1".to_owned()
}

fn yes() -> bool {
    true
}

impl Setting {
    pub fn check(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.page.trim().is_empty() {
            faults.push("page is empty; it is the page's id, from \"API info\" in its settings".to_owned());
        }
        for (ours, theirs) in &self.components {
            if theirs.trim().is_empty() {
                faults.push(format!(
                    "components names nothing for {ours}; write the id that the page has for it"
                ));
            }
        }
        faults
    }
}
