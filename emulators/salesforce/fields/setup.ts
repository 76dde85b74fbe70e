import type { FieldDefinition } from '../records/state';
import { checkbox, field, owner, picklist, readOnly, reference, systemFields, text } from './field';

const required = { nillable: false };

/** Users' groups and queues, permissions and the org itself. */
export const SETUP_FIELDS: Record<string, readonly FieldDefinition[]> = {
  Group: [
    ...systemFields('Group'),
    text('Name', 'Name', 40, required),
    text('DeveloperName', 'Developer Name', 80),
    picklist('Type', 'Type', ['Regular', 'Role', 'Queue', 'Organization'], { restrictedPicklist: true }),
    field('Email', 'Email', 'email', 255),
    owner(['Organization', 'User']),
  ],
  QueueSobject: [
    ...systemFields('Queue Sobject'),
    reference('QueueId', 'Group ID', ['Group'], 'Queue', required),
    picklist('SobjectType', 'Sobject Type', ['Lead', 'Task', 'Case'], { restrictedPicklist: true }),
  ],
  Organization: [
    ...systemFields('Organization'),
    text('Name', 'Name', 80, readOnly),
    text('InstanceName', 'Instance Name', 5, readOnly),
    checkbox('IsSandbox', 'Is Sandbox', readOnly),
    picklist('OrganizationType', 'Edition', ['Developer Edition', 'Enterprise Edition'], readOnly),
  ],
  PermissionSet: [
    ...systemFields('Permission Set'),
    text('Name', 'Permission Set Name', 80, { ...required, unique: true }),
    text('Label', 'Permission Set Label', 80, required),
    text('Description', 'Description', 255),
    checkbox('IsOwnedByProfile', 'Is Owned By Profile', readOnly),
  ],
  PermissionSetAssignment: [
    ...systemFields('Permission Set Assignment'),
    reference('PermissionSetId', 'PermissionSet ID', ['PermissionSet'], 'PermissionSet', required),
    reference('AssigneeId', 'Assignee ID', ['User'], 'Assignee', required),
  ],
  FieldPermissions: [
    ...systemFields('Field Permissions'),
    reference('ParentId', 'Parent ID', ['PermissionSet'], 'Parent', { ...required, updateable: false }),
    picklist('SobjectType', 'Sobject Type Name', ['Lead', 'Contact', 'Account', 'Task'], {
      ...required,
      restrictedPicklist: true,
      updateable: false,
    }),
    text('Field', 'Field Name', 255, { ...required, updateable: false }),
    checkbox('PermissionsRead', 'Read Access'),
    checkbox('PermissionsEdit', 'Edit Access'),
  ],
  /** Salesforce docs: Tooling API, ValidationRule. `Metadata` is JSON here and an object in answers. */
  ValidationRule: [
    ...systemFields('Validation Rule'),
    text('ValidationName', 'Rule Name', 40, readOnly),
    checkbox('Active', 'Active', readOnly),
    text('EntityDefinitionId', 'Entity Definition ID', 40, readOnly),
    text('ErrorDisplayField', 'Error Display Field', 80, readOnly),
    text('ErrorMessage', 'Error Message', 255, readOnly),
    text('Metadata', 'Metadata', 10_000, { ...readOnly, filterable: false, sortable: false }),
  ],
  CustomField: [
    ...systemFields('Custom Field'),
    text('DeveloperName', 'Developer Name', 80, readOnly),
    text('TableEnumOrId', 'Entity Enumeration Or ID', 40, readOnly),
    text('NamespacePrefix', 'Namespace Prefix', 15, readOnly),
  ],
};
