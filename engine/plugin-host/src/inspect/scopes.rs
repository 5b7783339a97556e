//! How many instances a component becomes once it is instantiated.
//!
//! A component may hold components and instantiate each of them several times, and those hold
//! others: six lines can become millions of instances, which the compiler then unfolds one by one.
//! So the numbers are multiplied out here, before the compiler sees anything.
//!
//! Not here: types. Invariant: the count is exact for components that are defined where they are
//! used; a component that is passed around as a value cannot be counted and is refused.

use tongban_plugin_api::Refusal;
use wasmparser::{
    ComponentAlias, ComponentExternalKind, ComponentInstance, ComponentOuterAliasKind,
    ComponentTypeRef, Encoding, Instance, Payload,
};

use super::malformed;

/// Components and modules inside one another. Wrapping tools need 3.
const DEPTH_MAX: usize = 8;

/// What a component becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Instances {
    /// Instances of components.
    pub(super) components: u64,
    /// Instances of core modules.
    pub(super) modules: u64,
}

/// The components around the current place, the outermost first.
#[derive(Default)]
pub(super) struct Scopes(Vec<Scope>);

struct Scope {
    encoding: Encoding,
    /// The components that can be instantiated here, by index; `None` came as a value.
    components: Vec<Option<Instances>>,
    becomes: Instances,
}

impl Scopes {
    /// How many components and modules are around the current place.
    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }

    /// Follows one payload. Gives what the outermost component becomes when it ends.
    pub(super) fn see(&mut self, payload: &Payload<'_>) -> Result<Option<Instances>, Refusal> {
        match payload {
            Payload::Version { encoding, .. } => self.enter(*encoding)?,
            Payload::End(_) => return Ok(self.leave()),
            Payload::ComponentImportSection(section) => {
                for import in section.clone() {
                    let import = import.map_err(|error| malformed(&error))?;
                    if let ComponentTypeRef::Component(_) = import.ty {
                        self.define(None);
                    }
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section.clone() {
                    let export = export.map_err(|error| malformed(&error))?;
                    if export.kind == ComponentExternalKind::Component {
                        let exported = self.find(0, export.index);
                        self.define(exported);
                    }
                }
            }
            Payload::ComponentAliasSection(section) => {
                for alias in section.clone() {
                    self.alias(&alias.map_err(|error| malformed(&error))?);
                }
            }
            Payload::InstanceSection(section) => {
                for instance in section.clone() {
                    let instance = instance.map_err(|error| malformed(&error))?;
                    if let Instance::Instantiate { .. } = instance {
                        self.add(Instances { components: 0, modules: 1 });
                    }
                }
            }
            Payload::ComponentInstanceSection(section) => {
                for instance in section.clone() {
                    self.instantiate(&instance.map_err(|error| malformed(&error))?)?;
                }
            }
            _ => {}
        }
        Ok(None)
    }

    fn enter(&mut self, encoding: Encoding) -> Result<(), Refusal> {
        if self.0.len() == DEPTH_MAX {
            let reason = format!("it nests components deeper than {DEPTH_MAX}");
            return Err(Refusal::BeyondSandbox(reason));
        }
        self.0.push(Scope { encoding, components: Vec::new(), becomes: Instances::default() });
        Ok(())
    }

    fn leave(&mut self) -> Option<Instances> {
        let ended = self.0.pop()?;
        if self.0.is_empty() {
            return Some(ended.becomes);
        }
        if ended.encoding == Encoding::Component {
            self.define(Some(ended.becomes));
        }
        None
    }

    /// A component gets the next index of the current scope.
    fn define(&mut self, component: Option<Instances>) {
        if let Some(scope) = self.0.last_mut() {
            scope.components.push(component);
        }
    }

    /// A component by its index, `outward` scopes up.
    fn find(&self, outward: u32, index: u32) -> Option<Instances> {
        let scope = self.0.len().checked_sub(1)?.checked_sub(outward as usize)?;
        *self.0[scope].components.get(index as usize)?
    }

    fn alias(&mut self, alias: &ComponentAlias<'_>) {
        match *alias {
            ComponentAlias::Outer { kind: ComponentOuterAliasKind::Component, count, index } => {
                let component = self.find(count, index);
                self.define(component);
            }
            ComponentAlias::InstanceExport { kind: ComponentExternalKind::Component, .. } => {
                self.define(None);
            }
            _ => {}
        }
    }

    fn instantiate(&mut self, instance: &ComponentInstance<'_>) -> Result<(), Refusal> {
        let ComponentInstance::Instantiate { component_index, .. } = instance else {
            return Ok(());
        };
        let Some(inner) = self.find(0, *component_index) else {
            let reason = "it instantiates a component that it was given as a value".to_owned();
            return Err(Refusal::BeyondSandbox(reason));
        };
        self.add(Instances { components: inner.components.saturating_add(1), ..inner });
        Ok(())
    }

    fn add(&mut self, more: Instances) {
        if let Some(scope) = self.0.last_mut() {
            let becomes = &mut scope.becomes;
            becomes.components = becomes.components.saturating_add(more.components);
            becomes.modules = becomes.modules.saturating_add(more.modules);
        }
    }
}
