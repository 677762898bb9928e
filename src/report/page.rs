//! Markdown as one printable page that needs nothing from anywhere else.

use pulldown_cmark::{Event, Options, Parser, html};

const STYLE: &str = "body{font:16px/1.55 Georgia,serif;color:#1a1a1a;max-width:42rem;margin:3rem auto;padding:0 1rem}\
h1{font-size:1.7rem;line-height:1.25}h2{font-size:1.15rem;margin-top:2rem}\
table{border-collapse:collapse}td,th{padding:.2rem 1rem .2rem 0;text-align:left;vertical-align:top}\
li{margin:.25rem 0}@media print{body{margin:0;max-width:none}h2{break-after:avoid}li,p{break-inside:avoid}}";

/// A page with this title. Markup that is not Markdown's own is shown as text.
pub fn page(title: &str, markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    });
    let mut body = String::new();
    html::push_html(&mut body, events);
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_stands_alone_and_takes_no_markup_but_markdown() {
        let html = page(
            "A <b> & C",
            "# Report\n\n**bold** <i>no</i>\n\n<script>alert(1)</script>\n",
        );
        assert!(html.contains("<title>A &lt;b> &amp; C</title>"));
        assert!(html.contains("<h1>Report</h1>") && html.contains("<strong>bold</strong>"));
        assert!(!html.contains("<script>") && !html.contains("<i>"));
        assert!(!html.contains("http"), "nothing is fetched");
    }
}
