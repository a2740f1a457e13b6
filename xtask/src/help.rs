//! The text of `cargo xtask help`.

/// French first, an English gloss under each line.
pub(crate) const TEXT: &str = "\
Comptoir : tâches du projet (project tasks)

  cargo xtask demo [options]
        installe et construit ce qui manque, puis ouvre une boutique de démonstration
        (installs and builds what is missing, then opens a demo shop; the options go to
        `comptoir demo`)
  cargo xtask test [nom]
        tous les tests, ou ceux dont le nom contient ce mot
        (all tests, or those whose name contains that word)
  cargo xtask plugins [--way target|rustup|debian]
        construit les règles de fidélité en WASM et assemble leurs paquets
        (builds the policies to WASM and assembles their packages)
  cargo xtask component MODULE COMPOSANT
        enveloppe un module WASM, avec son monde WIT, en composant : pour les autres langages
        (wraps a WASM module, with its WIT world in it, into a component: for other languages)
  cargo xtask gallery [--png DOSSIER]
        tous les composants des écrans, dans une fenêtre ou en images
        (all components of the screens, in a window or as pictures)
  cargo xtask lint
        mise en forme et avertissements (layout and warnings)
  cargo xtask tidy
        ordre de la maison : dépendances, fichiers, mots (the rules no compiler checks)
  cargo xtask judges
        imprimante simulée et lecteur de codes-barres jugent ce que nous envoyons
        (a simulated printer and a barcode reader judge what we send)

CARGO_TARGET_DIR dit où construire (where to build). Pour commencer : cargo xtask demo";
