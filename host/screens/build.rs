//! Compiles `ui/main.slint` and all it imports, with the translations of `lang/`.

use slint_build::{CompilerConfiguration, DefaultTranslationContext, EmbedResourcesKind};

fn main() -> Result<(), slint_build::CompileError> {
    // Tests find elements by what the debug information says; what is shipped does without.
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let config = CompilerConfiguration::new()
        // Only its lists are used; their bars can be seen from where a cashier stands.
        .with_style("cupertino".to_owned())
        .with_bundled_translations("lang")
        .with_default_translation_context(DefaultTranslationContext::None)
        .with_debug_info(!is_release)
        .embed_resources(EmbedResourcesKind::EmbedFiles);
    slint_build::compile_with_config("ui/main.slint", config)
}
