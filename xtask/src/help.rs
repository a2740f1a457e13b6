//! The text of `cargo xtask help`.

/// French first, an English gloss under each line.
pub(crate) const TEXT: &str = "\
Comptoir : tâches du projet (project tasks)

  cargo xtask plugins [--way target|rustup|debian]
        construit les règles en WASM et assemble leurs paquets
        (builds the policies to WASM and assembles their packages)
";
