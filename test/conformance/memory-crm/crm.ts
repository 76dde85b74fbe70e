/** A person as the CRM keeps him. Texts have at most `MAX_LENGTH` characters. */
export interface MemoryPerson {
  id: string;
  /** The caller's own key for this person; unique. */
  key?: string;
  first?: string;
  last?: string;
  /** Unique over all persons. */
  emails: string[];
  phones: string[];
  ownerId?: string;
  leadFields: Record<string, string>;
  /** Of fields that a company has made. */
  own: Record<string, string>;
  activeAt: number;
}

export interface MemoryActivity {
  id: string;
  person: string;
  /** The caller's own key; writing it again changes the activity. */
  key: string;
  kind: 'note' | 'task' | 'call';
  text: string;
  ownerId?: string;
  /** Of a call; https only. */
  recording?: string;
  /** Further fields of a task or a call. */
  data: Record<string, string | number | boolean | undefined>;
}

export interface MemoryUser {
  id: string;
  login: string;
  name: string;
  active: boolean;
}

export interface Refused {
  field: string;
  value: string;
}

/** What a write is answered: what was taken is stored, what was not is named. */
export interface Saved {
  person: MemoryPerson;
  refused: Refused[];
}

/** What a field of a kind holds. */
const HOLDS: Readonly<Record<string, RegExp>> = {
  text: /^/,
  number: /^-?\d+(\.\d+)?$/,
  boolean: /^(true|false)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  choice: /^(red|green)$/,
};

export const MAX_LENGTH = 200;
export const MEMORY_TOKEN = 'memory-token';

type Fields = Partial<Omit<MemoryPerson, 'id' | 'activeAt'>>;

/** As small as a CRM can be and still have what makes one hard: a lagging search, unique values, refusals, merges. */
export class MemoryCrm {
  /** The number of the account, whatever the token. */
  accountId = 'memory-1';
  token = MEMORY_TOKEN;
  readonly people = new Map<string, MemoryPerson>();
  readonly activities = new Map<string, MemoryActivity>();
  readonly users: MemoryUser[] = [
    { id: 'u1', login: 'anna@example.com', name: 'Anna Schmidt', active: true },
    { id: 'u2', login: 'Boris@Example.com', name: 'Boris Ivanov', active: true },
    { id: 'u3', login: 'carla@example.com', name: 'Carla Gone', active: false },
  ];
  readonly refusedValues: Refused[] = [];
  /** Persons who may be read and not edited: every value is refused. */
  readonly locked = new Set<string>();
  /** Collections this token may not read. */
  readonly hidden = new Set<string>();
  /** Lead fields that are numbers. */
  readonly numbers = new Set<string>();
  /** Fields that a company has made, with their kinds. */
  readonly ownFields = new Map<string, string>();
  /** What every activity must have among its `data`. */
  required?: string;
  searchLagMs = 0;
  private readonly successors = new Map<string, string>();
  private readonly former = new Map<string, string[]>();
  private nextId = 1;

  /** The CRM's HTTP interface. */
  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    if (request.headers.get('authorization') !== `Bearer ${this.token}`) return answer(401);
    const { pathname, searchParams } = new URL(request.url);
    const [, collection, id = '', , key] = pathname.split('/').map(decodeURIComponent);
    const body = request.method === 'GET' ? {} : ((await request.json()) as Fields);
    if (collection === 'account') return answer(200, { id: this.accountId });
    if (this.hidden.has(collection!)) return answer(403);
    if (collection === 'users') return answer(200, this.users);
    if (collection === 'fields')
      return answer(
        200,
        [...this.ownFields].map(([name, kind]) => ({ name, kind })),
      );
    switch (`${request.method} ${key === undefined ? (id === '' ? 'people' : 'person') : 'activity'}`) {
      case 'GET people':
        if (searchParams.has('own'))
          return answer(200, this.withOwn(searchParams.get('own')!, searchParams.get('value')));
        return this.search(searchParams.get('where') ?? '');
      case 'POST people':
        return this.create(body);
      case 'GET person':
        return this.personAnswer(this.find(id));
      case 'PATCH person':
        return this.change(this.find(id), body);
      case 'PUT activity':
        return this.write(this.find(id), key!, body as unknown as MemoryActivity);
      default:
        return answer(404);
    }
  };

  /** The person, or the one he was merged into. */
  find(id: string): MemoryPerson | undefined {
    return this.people.get(this.successors.get(id) ?? id);
  }

  add(fields: Fields): MemoryPerson {
    const id = `p${this.nextId++}`;
    const person = { emails: [], phones: [], leadFields: {}, own: {}, ...fields, id, activeAt: Date.now() };
    this.people.set(id, person);
    return person;
  }

  /** The search still finds the winner by what the loser was found by. */
  merge(winner: string, loser: string): void {
    this.former.set(winner, this.people.get(loser)?.emails ?? []);
    this.people.delete(loser);
    this.successors.set(loser, winner);
  }

  /** `email = 'x' OR phone = 'y'`; a quote or a backslash in a value has a backslash before it. */
  private search(where: string): Response {
    const term = /(email|phone) = '((?:[^'\\]|\\['\\])*)'/y;
    const terms: { field: string; value: string }[] = [];
    for (let at = 0; at < where.length;) {
      term.lastIndex = at;
      const match = term.exec(where);
      const end = at + (match?.[0].length ?? 0);
      if (!match || !['', ' OR '].includes(where.slice(end, end + 4))) return answer(400);
      terms.push({ field: match[1]!, value: match[2]!.replace(/\\(.)/g, '$1') });
      at = end + 4;
    }
    const indexed = [...this.people.values()].filter(
      ({ activeAt }) => activeAt <= Date.now() - this.searchLagMs,
    );
    const found = indexed.filter((person) =>
      terms.some(({ field, value }) =>
        field === 'email'
          ? [...person.emails, ...(this.former.get(person.id) ?? [])].some(
              (email) => email.toLowerCase() === value.toLowerCase(),
            )
          : person.phones.some((phone) => digits(phone) === digits(value)),
      ),
    );
    return answer(200, found);
  }

  private create(fields: Fields): Response {
    const { key, emails = [] } = fields;
    const other = [...this.people.values()].find(
      (person) => (key && person.key === key) || person.emails.some((email) => emails.includes(email)),
    );
    if (other) return answer(409, { id: other.id });
    return answer(201, this.save(this.add({ key }), fields));
  }

  private change(person: MemoryPerson | undefined, fields: Fields): Response {
    if (!person) return answer(404);
    if (this.locked.has(person.id)) return answer(200, { person, refused: newValues(person, fields) });
    return answer(200, this.save(person, fields));
  }

  private save(person: MemoryPerson, { leadFields = {}, own = {}, ...fields }: Fields): Saved {
    const refused: Refused[] = [];
    const taken = (field: string, value: string) => {
      const ok = !this.refuses(person, { field, value });
      if (!ok) refused.push({ field, value });
      return ok;
    };
    for (const [field, value] of Object.entries(fields) as [keyof typeof fields, string | string[]][]) {
      if (Array.isArray(value))
        Object.assign(person, { [field]: value.filter((item) => taken(field, item)) });
      else if (taken(field, value)) Object.assign(person, { [field]: value });
    }
    for (const [leadField, value] of Object.entries(leadFields))
      if (taken(leadField, value)) person.leadFields[leadField] = value;
    for (const [field, value] of Object.entries(own))
      if (this.holds(field, value)) person.own[field] = value;
      else refused.push({ field, value });
    person.activeAt = Date.now();
    return { person, refused };
  }

  private write(person: MemoryPerson | undefined, key: string, body: MemoryActivity): Response {
    if (!person) return answer(404);
    if (this.required && !body.data?.[this.required]) return answer(422);
    const same = [...this.activities.values()].find(
      (activity) => activity.key === key && activity.person === person.id,
    );
    const id = same?.id ?? `a${this.nextId++}`;
    const refused = activityValues(body).filter((value) => !this.takes(value));
    const left = Object.fromEntries(refused.map(({ field }) => [field, undefined]));
    this.activities.set(id, { ...body, ...left, id, key, person: person.id });
    return answer(same ? 200 : 201, { id, refused });
  }

  /** Of an activity: an owner who is active, a recording that can be played on a page. */
  private takes({ field, value }: Refused): boolean {
    if (field === 'ownerId') return this.users.some(({ id, active }) => id === value && active);
    return value.startsWith('https://');
  }

  private withOwn(field: string, value: string | null): MemoryPerson[] {
    return [...this.people.values()].filter(({ own }) => own[field] === value);
  }

  private holds(field: string, value: string): boolean {
    return HOLDS[this.ownFields.get(field) ?? '']?.test(value) ?? false;
  }

  private personAnswer(person: MemoryPerson | undefined): Response {
    return person ? answer(200, person) : answer(404);
  }

  private refuses(person: MemoryPerson, { field, value }: Refused): boolean {
    const inactive = field === 'ownerId' && !this.users.some(({ id, active }) => id === value && active);
    const others =
      field === 'emails' &&
      [...this.people.values()].some((other) => other !== person && other.emails.includes(value));
    const disliked = this.refusedValues.some((bad) => bad.field === field && bad.value === value);
    const mistyped = this.numbers.has(field) && !/^\d+$/.test(value);
    return inactive || others || disliked || mistyped || value.length > MAX_LENGTH;
  }
}

function newValues(person: MemoryPerson, fields: Fields): Refused[] {
  return Object.entries(fields).flatMap(([field, given]) => {
    const held = [person[field as keyof MemoryPerson]].flat();
    const texts = [given].flat().filter((value) => typeof value === 'string');
    return texts.filter((value) => !held.includes(value)).map((value) => ({ field, value }));
  });
}

function activityValues({ ownerId, recording }: MemoryActivity): Refused[] {
  return Object.entries({ ownerId, recording }).flatMap(([field, value]) =>
    value ? [{ field, value }] : [],
  );
}

function answer(status: number, body: unknown = {}): Response {
  return Response.json(body, { status });
}

function digits(phone: string): string {
  return phone.replace(/\D/g, '');
}
