//! Source files as the rules see them: which module, which paths are named, what is called, on which line.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ExprMethodCall, ImplItem, Item, ItemMod, ItemUse, Macro, MetaList, UseTree};

/// All sources of the crate.
pub struct Tree {
    pub sources: Vec<Source>,
}

pub struct Source {
    /// Below `src/`, with forward slashes.
    pub path: String,
    pub text: String,
    /// `["domain", "text"]`; empty for `lib.rs` and `main.rs`.
    pub module: Vec<String>,
    /// Every path in production code: in `use`, in types and expressions, and inside macros.
    pub named: Vec<Named>,
    /// Every method and macro called in production code.
    pub called: Vec<Called>,
    /// Names that mean something of our own here, should an outside crate have the same.
    pub own: HashSet<String>,
    /// Modules declared here, with the line; those compiled for tests only, apart.
    pub children: Vec<(String, usize)>,
    test_children: Vec<String>,
}

pub struct Named {
    pub line: usize,
    pub segments: Vec<String>,
    /// The module the path is written in: the file's, or one inside it.
    module: Vec<String>,
}

pub struct Called {
    pub line: usize,
    pub name: String,
}

impl Tree {
    pub fn on_disk() -> Self {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        collect(&src, &src, &mut files);
        assert!(!files.is_empty(), "no sources under {}", src.display());
        let files: Vec<_> = files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        Self::of(&files)
    }

    pub fn of(files: &[(&str, &str)]) -> Self {
        Self {
            sources: files
                .iter()
                .map(|(path, text)| Source::read(path, text))
                .collect(),
        }
    }

    /// The sources that are more than tests.
    pub fn production(&self) -> impl Iterator<Item = &Source> {
        let tests: Vec<Vec<String>> = self
            .sources
            .iter()
            .flat_map(|source| {
                source
                    .test_children
                    .iter()
                    .map(|child| joined(&source.module, child))
            })
            .collect();
        self.sources
            .iter()
            .filter(move |source| !tests.iter().any(|test| source.module.starts_with(test)))
    }
}

impl Source {
    fn read(path: &str, text: &str) -> Self {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("src/{path}: {error}"));
        let module = module_of(path);
        let mut reader = Reader {
            inside: module.clone(),
            source: Self::empty(path, text, module),
        };
        reader.visit_file(&file);
        reader.source
    }

    fn empty(path: &str, text: &str, module: Vec<String>) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            module,
            named: Vec::new(),
            called: Vec::new(),
            own: HashSet::new(),
            children: Vec::new(),
            test_children: Vec::new(),
        }
    }

    /// The top module it belongs to, which has a floor: `domain`, or `main` and `lib` for the two roots.
    pub fn room(&self) -> &str {
        self.module
            .first()
            .map_or(self.path.trim_end_matches(".rs"), String::as_str)
    }

    /// Is it in one of these modules, written `tui` or `tui::keys`?
    pub fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| {
            *place == self.room()
                || self
                    .module
                    .starts_with(&place.split("::").map(str::to_owned).collect::<Vec<_>>())
        })
    }

    pub fn complain(&self, line: usize, what: impl std::fmt::Display) -> String {
        format!("src/{}:{line}: {what}", self.path)
    }
}

impl Named {
    /// Where in this crate the path leads, from the root; `None` if it leads out of it or cannot be told.
    pub fn target(&self) -> Option<Vec<String>> {
        let first = self.segments.first()?.as_str();
        let rest = |skipped: usize| self.segments[skipped..].to_vec();
        match first {
            "crate" | "warroom" => Some(rest(1)),
            "self" => Some([self.module.clone(), rest(1)].concat()),
            "super" => {
                let climbs = self
                    .segments
                    .iter()
                    .take_while(|segment| *segment == "super")
                    .count();
                let stays = self.module.len().checked_sub(climbs)?;
                Some([self.module[..stays].to_vec(), rest(climbs)].concat())
            }
            _ => None,
        }
    }
}

fn collect(dir: &Path, src: &Path, files: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, src, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let below = path
                .strip_prefix(src)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            files.push((below, fs::read_to_string(&path).unwrap()));
        }
    }
}

fn module_of(path: &str) -> Vec<String> {
    match path.trim_end_matches(".rs").trim_end_matches("/mod") {
        "lib" | "main" => Vec::new(),
        path => path.split('/').map(str::to_owned).collect(),
    }
}

fn joined(module: &[String], child: &str) -> Vec<String> {
    [module, &[child.to_owned()]].concat()
}

pub(super) fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let cfg_test = || {
            attribute
                .parse_args::<Ident>()
                .is_ok_and(|argument| argument == "test")
        };
        attribute.path().is_ident("test") || (attribute.path().is_ident("cfg") && cfg_test())
    })
}

pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

struct Reader {
    source: Source,
    /// The module being read: the file's, or one inside it.
    inside: Vec<String>,
}

impl Reader {
    fn name(&mut self, segments: Vec<String>, line: usize) {
        self.source.named.push(Named {
            line,
            segments,
            module: self.inside.clone(),
        });
    }

    fn call(&mut self, name: &Ident) {
        self.source.called.push(Called {
            line: name.span().start().line,
            name: name.to_string(),
        });
    }

    fn import(&mut self, tree: &UseTree, before: &[String]) {
        match tree {
            UseTree::Path(path) => self.import(&path.tree, &joined(before, &path.ident.to_string())),
            UseTree::Name(name) => self.import_one(before, &name.ident, &name.ident),
            UseTree::Rename(name) => self.import_one(before, &name.ident, &name.rename),
            UseTree::Glob(glob) => self.name(before.to_vec(), glob.star_token.spans[0].start().line),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, before)),
        }
    }

    fn import_one(&mut self, before: &[String], name: &Ident, known_as: &Ident) {
        let segments = if name == "self" {
            before.to_vec()
        } else {
            joined(before, &name.to_string())
        };
        // `use anyhow;` makes nothing of our own out of `anyhow`.
        if segments.len() > 1 {
            let known_as = if known_as == "self" {
                &before[before.len() - 1]
            } else {
                &known_as.to_string()
            };
            self.source.own.insert(known_as.clone());
        }
        self.name(segments, name.span().start().line);
    }

    /// The inside of a macro is not syntax yet; paths, methods and macros can be told from the tokens all the same.
    fn scan(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is = |at: usize, wanted: char| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == wanted);
        let is_group = |at: usize| matches!(tokens.get(at), Some(TokenTree::Group(_)));
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.scan(group.stream()),
                TokenTree::Ident(first) => {
                    let (start, mut last, mut segments) = (at, first, vec![first.to_string()]);
                    while is(at + 1, ':') && is(at + 2, ':') {
                        let Some(TokenTree::Ident(next)) = tokens.get(at + 3) else {
                            break;
                        };
                        (last, at) = (next, at + 3);
                        segments.push(next.to_string());
                    }
                    let is_method = start > 0 && is(start - 1, '.') && is_group(at + 1);
                    if is_method || (is(at + 1, '!') && is_group(at + 2)) {
                        self.call(last);
                    }
                    self.name(segments, first.span().start().line);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            at += 1;
        }
    }
}

impl Visit<'_> for Reader {
    fn visit_item(&mut self, item: &Item) {
        match item {
            Item::Mod(module) if is_test(&module.attrs) => {
                self.source.test_children.push(module.ident.to_string())
            }
            item if is_test(attributes(item)) => {}
            item => visit::visit_item(self, item),
        }
    }

    fn visit_impl_item(&mut self, item: &ImplItem) {
        match item {
            ImplItem::Fn(function) if is_test(&function.attrs) => {}
            item => visit::visit_impl_item(self, item),
        }
    }

    fn visit_item_mod(&mut self, module: &ItemMod) {
        self.source.own.insert(module.ident.to_string());
        self.source
            .children
            .push((module.ident.to_string(), module.ident.span().start().line));
        self.inside.push(module.ident.to_string());
        visit::visit_item_mod(self, module);
        self.inside.pop();
    }

    fn visit_item_use(&mut self, item: &ItemUse) {
        self.import(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &syn::Path) {
        let line = path
            .segments
            .first()
            .map_or(0, |first| first.ident.span().start().line);
        self.name(
            path.segments
                .iter()
                .map(|segment| segment.ident.to_string())
                .collect(),
            line,
        );
        visit::visit_path(self, path);
    }

    fn visit_expr_method_call(&mut self, call: &ExprMethodCall) {
        self.call(&call.method);
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, call: &Macro) {
        if let Some(last) = call.path.segments.last() {
            self.call(&last.ident);
        }
        visit::visit_macro(self, call);
        self.scan(call.tokens.clone());
    }

    fn visit_meta_list(&mut self, list: &MetaList) {
        visit::visit_meta_list(self, list);
        self.scan(list.tokens.clone());
    }
}
