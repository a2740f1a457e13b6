//! `#[derive(Settings)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Field, Fields, Ident, LitStr, Result};

/// What `#[setting(…)]` says about a field.
#[derive(Default)]
struct Attributes {
    key: Option<LitStr>,
    unfit: Option<LitStr>,
    flatten: bool,
}

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let fields = named_fields(input)?;
    let (name, (generics, arguments, bounds)) = (&input.ident, input.generics.split_for_impl());
    let names: Vec<&Ident> = fields.clone().filter_map(|field| field.ident.as_ref()).collect();
    let reads = fields.map(read).collect::<Result<Vec<_>>>()?;
    Ok(quote! {
        impl #generics ::comptoir_sdk::Settings for #name #arguments #bounds {
            fn read(from: &mut ::comptoir_sdk::settings::SettingsReader) -> ::core::option::Option<Self> {
                // All are read before any is missed, so that every issue is found at once.
                #(let #names = #reads;)*
                ::core::option::Option::Some(Self { #(#names: #names?),* })
            }
        }
    })
}

fn named_fields(input: &DeriveInput) -> Result<impl Iterator<Item = &Field> + Clone> {
    match &input.data {
        Data::Struct(data) if matches!(data.fields, Fields::Named(_) | Fields::Unit) => Ok(data.fields.iter()),
        _ => Err(Error::new_spanned(&input.ident, "settings are a struct with named fields, one for each setting")),
    }
}

fn read(field: &Field) -> Result<TokenStream> {
    let attributes = Attributes::of(field)?;
    let kind = &field.ty;
    if attributes.flatten {
        return Ok(quote! { <#kind as ::comptoir_sdk::Settings>::read(from) });
    }
    let key = attributes.key.map_or_else(|| quoted_name(field), |key| quote! { #key });
    let unfit = match attributes.unfit {
        Some(message) => quote! { ::core::option::Option::Some(#message) },
        None => quote! { ::core::option::Option::None },
    };
    Ok(quote! { from.take::<#kind>(#key, #unfit) })
}

fn quoted_name(field: &Field) -> TokenStream {
    use syn::ext::IdentExt;
    let name = field.ident.as_ref().map(|name| name.unraw().to_string()).unwrap_or_default();
    quote! { #name }
}

impl Attributes {
    fn of(field: &Field) -> Result<Self> {
        let mut found = Self::default();
        for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("setting")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("key") {
                    found.key = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("unfit") {
                    found.unfit = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("flatten") {
                    found.flatten = true;
                } else {
                    return Err(meta.error("only `key = \"…\"`, `unfit = \"…\"` and `flatten` are known"));
                }
                Ok(())
            })?;
        }
        match found.key.as_ref().or(found.unfit.as_ref()) {
            Some(other) if found.flatten => {
                Err(Error::new_spanned(other, "flattened settings have keys and messages of their own"))
            }
            _ => Ok(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(source: &str) -> String {
        match syn::parse_str(source).and_then(|input| expand(&input)) {
            Ok(tokens) => tokens.to_string(),
            Err(error) => format!("error: {error}"),
        }
    }

    #[test]
    fn what_is_no_list_of_settings_is_refused() {
        for (source, said) in [
            ("enum E { A }", "a struct with named fields"),
            ("struct S(u32);", "a struct with named fields"),
            ("struct S { #[setting(name = \"x\")] a: u32 }", "only `key"),
            ("struct S { #[setting(flatten, key = \"x\")] a: T }", "keys and messages of their own"),
        ] {
            let found = expanded(source);
            assert!(found.starts_with("error: ") && found.contains(said), "{source}: {found}");
        }
    }

    #[test]
    fn a_raw_name_is_the_key_without_its_mark() {
        let found = expanded("struct S { r#type: u32, #[setting(key = \"other\")] b: u32 }");
        assert!(found.contains("(\"type\" ,") && found.contains("(\"other\" ,"), "{found}");
    }
}
