import type { FieldDefinition } from '../records/state';
import {
  checkbox,
  field,
  longText,
  number,
  owner,
  picklist,
  readOnly,
  reference,
  systemFields,
  text,
} from './field';

/** Salesforce docs: Task. Statuses, priorities and subtypes outside the list are refused here. */
export const TASK_FIELDS: readonly FieldDefinition[] = [
  ...systemFields('Activity'),
  reference('WhoId', 'Name ID', ['Contact', 'Lead'], 'Who'),
  reference('WhatId', 'Related To ID', ['Account', 'Opportunity'], 'What'),
  reference('AccountId', 'Account ID', ['Account'], 'Account', readOnly),
  field('Subject', 'Subject', 'combobox', 255),
  field('ActivityDate', 'Due Date Only', 'date', 0),
  picklist(
    'Status',
    'Status',
    ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'],
    {
      defaultValue: 'Not Started',
      restrictedPicklist: true,
    },
  ),
  picklist('Priority', 'Priority', ['High', 'Normal', 'Low'], {
    defaultValue: 'Normal',
    restrictedPicklist: true,
  }),
  picklist('Type', 'Type', ['Call', 'Email', 'Meeting', 'Other']),
  picklist('TaskSubtype', 'Task Subtype', ['Task', 'Email', 'ListEmail', 'Cadence', 'Call', 'LinkedIn'], {
    defaultValue: 'Task',
    restrictedPicklist: true,
    updateable: false,
    length: 40,
  }),
  longText('Description', 'Description'),
  checkbox('IsClosed', 'Closed', readOnly),
  checkbox('IsHighPriority', 'High Priority', readOnly),
  owner(['Group', 'User']),
  number('CallDurationInSeconds', 'Call Duration', 'int'),
  picklist('CallType', 'Call Type', ['Internal', 'Inbound', 'Outbound'], {
    restrictedPicklist: true,
    length: 40,
  }),
  text('CallDisposition', 'Call Result', 255),
  text('CallObject', 'Call Object Identifier', 255),
  field('ReminderDateTime', 'Reminder Date/Time', 'datetime', 0),
  checkbox('IsReminderSet', 'Reminder Set'),
  field('CompletedDateTime', 'Completed Date', 'datetime', 0, readOnly),
];
