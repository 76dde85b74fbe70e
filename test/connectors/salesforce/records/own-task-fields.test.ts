import { mappedFields } from '../../../../connectors/salesforce/records/mapped-fields';

const value = (object: 'task' | 'note' | 'lead', field: string) =>
  ({ object, field, value: 'true', policy: 'latest' }) as const;

it.each(['task', 'note'] as const)(
  'what a %s says of itself is not taken from the company’s maps',
  async (object) => {
    const context = { memory: { get: () => Promise.resolve(undefined) } } as never;
    const mapped = [value(object, 'description'), value(object, 'SUBJECT'), value(object, 'Plan__c')];
    const { fields } = await mappedFields(context, object, mapped);
    expect(fields).toEqual({ Plan__c: true });
  },
);
