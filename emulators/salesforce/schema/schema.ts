import { objectInfo, OBJECTS, type ObjectInfo } from './objects';
import type { Records } from '../records/records';
import type { FieldDefinition, SalesforceState } from '../records/state';

export interface SchemaSettings {
  /** Objects the integration user may not even read. */
  inaccessibleObjects: string[];
  /** Fields field-level security hides from the integration user, as `User.FederationIdentifier`. */
  hiddenFields: string[];
  /** View Setup, Customize Application, Manage Permission Sets: whether the integration user has them. */
  mayChangeSetup: boolean;
}

/** Which objects and fields there are for a user. A field without permission is as good as absent. */
export class Schema {
  constructor(
    private readonly state: SalesforceState,
    private readonly records: Records,
    private readonly settings: SchemaSettings,
  ) {}

  /** Undefined for unknown objects and those out of reach alike. */
  object(written: string, tooling = false): ObjectInfo | undefined {
    const info = objectInfo(written);
    if (!info || (info.tooling ?? false) !== tooling) return undefined;
    if (info.tooling && !this.settings.mayChangeSetup) return undefined;
    return this.settings.inaccessibleObjects.includes(info.name) ? undefined : info;
  }

  objects(): ObjectInfo[] {
    return OBJECTS.filter(({ name, tooling }) => !tooling && this.object(name));
  }

  /** All fields of an object, whoever asks. */
  definitions(type: string): FieldDefinition[] {
    return (this.state.fields[type] ??= []);
  }

  fields(type: string, userId: string): FieldDefinition[] {
    return this.definitions(type).filter((field) => this.permission(type, field, userId).read);
  }

  /** Names of fields are read without regard to case. */
  field(type: string, written: string, userId: string): FieldDefinition | undefined {
    const wanted = written.toLowerCase();
    return this.fields(type, userId).find(({ name }) => name.toLowerCase() === wanted);
  }

  editable(type: string, field: FieldDefinition, userId: string): boolean {
    return this.permission(type, field, userId).edit;
  }

  /** A field made by the Tooling API is nobody's until a permission set names it (simple-salesforce #621). */
  private permission(type: string, field: FieldDefinition, userId: string): { read: boolean; edit: boolean } {
    if (this.settings.hiddenFields.includes(`${type}.${field.name}`)) return { read: false, edit: false };
    if (!field.needsPermission) return { read: true, edit: true };
    const sets = this.records
      .living('PermissionSetAssignment')
      .filter(({ values }) => values.AssigneeId === userId)
      .map(({ values }) => values.PermissionSetId);
    const granted = this.records
      .living('FieldPermissions')
      .filter(
        ({ values }) => values.Field === `${type}.${field.name}` && sets.includes(values.ParentId ?? null),
      );
    return {
      read: granted.some(({ values }) => values.PermissionsRead === true),
      edit: granted.some(({ values }) => values.PermissionsEdit === true),
    };
  }
}
