import { keepState, readState, type SandboxRecord, type StartSandbox } from '../sandbox-crm';
import {
  createPipedriveEmulator,
  REALISTIC,
  SANDBOX_TOKEN,
  type PipedriveEmulator,
  type PipedriveState,
} from './index';

/** Custom fields the emulated company begins with, by what the connector places there. */
const FIELDS = { page: 'JivoChat page', utm: 'JivoChat utm', lastChat: 'JivoChat last chat' };

/** The emulated Pipedrive of `npm start`, which remembers its records in a file. */
export const startSandbox: StartSandbox = async (file, env) => {
  const pipedrive = createPipedriveEmulator({ ...REALISTIC, state: readState<PipedriveState>(file) });
  const places = Object.entries(FIELDS).map(([field, name]) => {
    const { field_code } = pipedrive.defineField(name, field === 'lastChat' ? 'date' : 'text');
    return `${field}=${field_code}`;
  });
  const server = await pipedrive.listen();
  const stopKeeping = keepState(pipedrive, file);
  return {
    url: server.url,
    env: {
      PIPEDRIVE_COMPANY: pipedrive.state.company.domain,
      PIPEDRIVE_API_TOKEN: SANDBOX_TOKEN,
      PIPEDRIVE_BASE_URL: server.url,
      PIPEDRIVE_DEFAULT_OWNER: env.PIPEDRIVE_DEFAULT_OWNER ?? 'boris@example.com',
      PIPEDRIVE_REPLY_FIELDS: env.PIPEDRIVE_REPLY_FIELDS ?? 'Company=organization',
      PIPEDRIVE_LEAD_FIELDS: places.join(','),
    },
    records: () => records(pipedrive),
    summary: () =>
      `${pipedrive.persons().length} persons, ${pipedrive.leads().length} leads, ${pipedrive.notes().length} notes, ${pipedrive.activities().length} activities`,
    async close() {
      stopKeeping();
      await server.close();
    },
  };
};

function records(pipedrive: PipedriveEmulator): SandboxRecord[] {
  const { users, personFields } = pipedrive.state;
  const owner = (id: number) => users.find((user) => user.id === id)?.email ?? String(id);
  const named = (key: string) => personFields.find(({ field_code }) => field_code === key)?.field_name ?? key;
  const of = (person: number | null) => ({ of: person === null ? [] : [String(person)] });
  const on = (person: number | null) => (person === null ? '' : ` on person ${person}`);
  const values = (list: readonly { value: string }[]) => list.map(({ value }) => value).join(', ');
  return [
    ...pipedrive.persons().map((person): SandboxRecord => ({
      title: `Person ${person.id}`,
      kind: 'person',
      id: String(person.id),
      of: [],
      fields: [
        ['name', person.name],
        ['emails', values(person.emails)],
        ['phones', values(person.phones)],
        ['owner', owner(person.owner_id)],
        ...Object.entries(person.custom_fields).map(([key, value]) => [named(key), value] as const),
      ],
    })),
    ...[...pipedrive.leads(), ...pipedrive.deals()].map((one): SandboxRecord => ({
      title: `${typeof one.id === 'string' ? 'Lead' : 'Deal'} ${one.id}${on(one.person_id)}`,
      id: String(one.id),
      ...of(one.person_id),
      fields: [
        ['title', one.title],
        ['owner', owner(one.owner_id)],
      ],
    })),
    ...pipedrive.notes().map((note): SandboxRecord => ({
      title: `Note ${note.id}${on(note.person_id)}`,
      kind: 'note',
      id: String(note.id),
      ...of(note.person_id),
      html: ['content'],
      fields: [
        ['author', owner(note.user_id)],
        ['content', note.content],
      ],
    })),
    ...pipedrive.activities().map((activity): SandboxRecord => ({
      title: `${activity.type === 'call' ? 'Call' : 'Task'} ${activity.id}${on(activity.person_id)}`,
      kind: activity.type === 'call' ? 'call' : 'task',
      id: String(activity.id),
      ...of(activity.person_id),
      html: ['note'],
      fields: [
        ['subject', activity.subject],
        ['due', [activity.due_date, activity.due_time].filter(Boolean).join(' ')],
        ['done', activity.done],
        ['owner', owner(activity.owner_id)],
        ['note', activity.note],
      ],
    })),
  ];
}
