//! `comptoir plugin`: policies as packages, bundled, installed or still being written.

mod author;
mod build;
mod dev;
mod list;
mod new;
mod past;
mod shop;
mod show;
mod test;

use comptoir_app::plugins::Kind;

use crate::args::PluginCmd;
use crate::context::{Context, Done};

/// Lists packages, of one kind or of all.
pub(super) fn list_of(kind: Option<Kind>, context: &Context) -> Done {
    list::list(kind, context)
}

pub(super) fn run(args: &PluginCmd, context: &Context) -> Done {
    match args {
        PluginCmd::Past(args) => past::run(args, context),
        PluginCmd::List => list_of(None, context),
        PluginCmd::New { name, code, kind, out, sdk } => {
            new::new(&new::Wanted { name, code: *code, kind: *kind, out: out.as_deref(), sdk: sdk.as_deref() }, context)
        }
        PluginCmd::Build { folder } => build::build(folder, context),
        PluginCmd::Dev { folder } => dev::dev(folder, context),
        PluginCmd::Test { policy, case } => test::test(policy.as_deref(), case.as_deref(), context),
        PluginCmd::Show { policy } => show::show(policy, context),
        PluginCmd::Keygen { name, out } => author::keygen(name, out.as_deref(), context),
        PluginCmd::Pack { folder, out, key, signer } => {
            author::pack(folder, out.as_deref(), key.as_deref().map(|key| (key, signer.as_deref())), context)
        }
        PluginCmd::Sign { file, key, signer } => author::sign(file, (key, signer.as_deref()), context),
        PluginCmd::Install { package, unsigned } => shop::install(package, *unsigned, context),
        PluginCmd::Remove { policy } => shop::remove(policy, context),
        PluginCmd::Trust { key, name } => shop::trust(key, name.as_deref(), context),
        PluginCmd::Trusted => shop::trusted(context),
        PluginCmd::Untrust { name } => shop::untrust(name, context),
    }
}
