//! `#[derive(Choice)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Result, Variant};

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "a choice is an enum, one variant for each choice"));
    };
    let name = &input.ident;
    let variants: Vec<_> = data.variants.iter().map(|variant| &variant.ident).collect();
    let choices = data.variants.iter().map(choice).collect::<Result<Vec<_>>>()?;
    Ok(quote! {
        impl ::comptoir_sdk::settings::FromSetting for #name {
            const KIND: &'static str = "choice";

            fn from_setting(
                value: ::comptoir_sdk::contract::types::SettingValue,
            ) -> ::core::result::Result<Self, ::comptoir_sdk::settings::Problem> {
                let name = ::comptoir_sdk::settings::choice(value)?;
                match &*name {
                    #(#choices => ::core::result::Result::Ok(Self::#variants),)*
                    _ => ::core::result::Result::Err(::comptoir_sdk::settings::Problem::UnknownChoice(name)),
                }
            }
        }
    })
}

/// Gives the name of a variant in the manifest.
fn choice(variant: &Variant) -> Result<String> {
    if !variant.fields.is_empty() {
        return Err(Error::new_spanned(variant, "a choice carries nothing: other settings say how much"));
    }
    let mut name = None;
    for attribute in variant.attrs.iter().filter(|attribute| attribute.path().is_ident("choice")) {
        attribute.parse_nested_meta(|meta| {
            if !meta.path.is_ident("name") {
                return Err(meta.error("only `name = \"…\"` is known"));
            }
            name = Some(meta.value()?.parse::<syn::LitStr>()?.value());
            Ok(())
        })?;
    }
    Ok(name.unwrap_or_else(|| hyphenated(&variant.ident.to_string())))
}

/// Writes `FreeItem` as `free-item`.
fn hyphenated(name: &str) -> String {
    let mut written = String::new();
    for (place, letter) in name.char_indices() {
        if letter.is_uppercase() && place > 0 {
            written.push('-');
        }
        written.extend(letter.to_lowercase());
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_with_hyphens() {
        for (name, written) in [("Voucher", "voucher"), ("FreeItem", "free-item"), ("A", "a")] {
            assert_eq!(hyphenated(name), written);
        }
    }

    #[test]
    fn what_is_no_choice_is_refused() {
        for (source, said) in [
            ("struct S;", "a choice is an enum"),
            ("enum E { A(u32) }", "carries nothing"),
            ("enum E { #[choice(key = \"x\")] A }", "only `name"),
        ] {
            let error = syn::parse_str(source).and_then(|input| expand(&input)).unwrap_err().to_string();
            assert!(error.contains(said), "{source}: {error}");
        }
    }
}
