//! What a package asks of a customer's past, as far as it shows without a shop.

use std::collections::BTreeSet;
use std::path::Path;

use comptoir_domain::history::Question;
use comptoir_policy::{Case, Host, Package, Settings};

/// Gives the questions that a policy asks with its first settings or those of its cases: other settings may make it
/// ask more. None of a policy that cannot be loaded. What is compiled of it goes into the `compiled` folder.
#[must_use]
pub fn questions(package: &Package, compiled: &Path) -> BTreeSet<Question> {
    let Ok(rule) = Host::new(compiled.to_owned()).load_rule(package) else { return BTreeSet::new() };
    let specs = &package.manifest().settings;
    let cases = Case::of(package).unwrap_or_default();
    let typed = cases.iter().map(|case| case.settings.clone()).chain([Vec::new()]);
    let settings = typed
        .filter_map(|typed| Settings::read(specs, typed.iter().map(|(key, text)| (key.as_str(), text.as_str()))).ok());
    settings.filter_map(|settings| rule.prepare(&settings).ok()).flat_map(|plan| plan.questions).collect()
}
