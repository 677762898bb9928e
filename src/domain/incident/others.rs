//! The line of an incident about those of its customers that have no row.

use super::Incident;

impl Incident {
    /// `others: 1,240, page text 3, 6 wrote in`; nothing when nobody has counted them and none wrote.
    pub fn others_line(&self) -> Option<String> {
        let page = self.live_post().map(|post| post.number);
        self.others.line(page)
    }
}
