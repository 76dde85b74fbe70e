import { randomUUID } from 'node:crypto';
import { PipedriveError, forbidden, invalid, notFound, refusal } from '../http/errors';
import type { Settings } from '../settings';
import { customFieldsOf, shownCustomFields } from './custom-fields';
import { MAX_TEXT, labelled, textOf, worthOf } from './values';
import type { Json, Lead, Organization, Person, PipedriveState, Deal, User } from './state';

/** People, organizations, deals and leads, and what Pipedrive refuses of them. */
export class Records {
  constructor(
    private readonly state: PipedriveState,
    private readonly settings: Settings,
    private readonly now: () => number,
  ) {}

  nextId(): number {
    return this.state.nextId++;
  }

  stamps(): { add_time: string; update_time: string; is_deleted: boolean; written: number } {
    const time = this.time();
    return { add_time: time, update_time: time, is_deleted: false, written: this.now() };
  }

  touch(record: { update_time: string; written: number }): void {
    Object.assign(record, { update_time: this.time(), written: this.now() });
  }

  private time(): string {
    return `${new Date(this.now()).toISOString().slice(0, 19)}Z`;
  }

  /** @throws PipedriveError 400 for somebody who has left, or never was. */
  ownerOf(given: unknown, otherwise: number): number {
    if (given === undefined) return otherwise;
    const found = this.state.users.find(({ id, active_flag }) => id === given && active_flag);
    if (!found) throw invalid('owner_id', 'User not found or not accessible.');
    return found.id;
  }

  /** @throws PipedriveError 404 */
  person(id: number): Person {
    const found = this.state.persons.find((person) => person.id === id);
    if (!found || (found.is_deleted && this.settings.deletedPerson === 'gone')) throw notFound('Person');
    return found;
  }

  /** @throws PipedriveError 400: v2 names the field of what a record is tied to. */
  livingPerson(given: unknown, field: string): number {
    const found = this.state.persons.find(({ id, is_deleted }) => id === given && !is_deleted);
    if (!found) throw invalid(field, 'Person not found or not accessible.');
    return found.id;
  }

  createPerson(body: Json, user: User): Person {
    const person: Person = {
      id: 0,
      ...this.stamps(),
      name: this.nameOf(body.name),
      owner_id: this.ownerOf(body.owner_id, user.id),
      org_id: this.organizationOf(body.org_id),
      emails: labelled('emails', body.emails, this.state.rules) ?? [],
      phones: labelled('phones', body.phones, this.state.rules) ?? [],
      visible_to: 3,
      label_ids: [],
      custom_fields: this.customFields('person', body.custom_fields),
      marketing_status: 'no_consent',
    };
    this.refuseContactSync(body);
    person.id = this.nextId();
    this.state.persons.push(person);
    return person;
  }

  /** Lists are replaced as a whole. */
  updatePerson(person: Person, body: Json): Person {
    if (person.is_deleted) throw notFound('Person');
    if (person.locked) throw forbidden();
    this.refuseContactSync(body);
    const custom = this.customFields('person', body.custom_fields);
    const changed = {
      ...(body.name !== undefined && { name: this.nameOf(body.name) }),
      ...(body.owner_id !== undefined && { owner_id: this.ownerOf(body.owner_id, 0) }),
      ...(body.org_id !== undefined && { org_id: this.organizationOf(body.org_id) }),
      ...(body.emails !== undefined && { emails: labelled('emails', body.emails, this.state.rules) }),
      ...(body.phones !== undefined && { phones: labelled('phones', body.phones, this.state.rules) }),
      custom_fields: { ...person.custom_fields, ...custom },
    };
    Object.assign(person, changed);
    this.touch(person);
    return person;
  }

  shownPerson(person: Person): Json {
    const { written: _written, locked: _locked, marketing_status: _status, custom_fields, ...shown } = person;
    const at = this.settings.nameSplit === 'first' ? person.name.indexOf(' ') : person.name.lastIndexOf(' ');
    return {
      ...shown,
      first_name: at < 0 ? person.name : person.name.slice(0, at),
      last_name: at < 0 ? null : person.name.slice(at + 1),
      custom_fields: shownCustomFields(custom_fields, this.state.personFields, this.settings),
    };
  }

  /** Everything of the loser goes to the survivor (Pipedrive tutorials: Merging two persons). */
  merge(loser: Person, survivor: Person): void {
    for (const list of ['emails', 'phones'] as const) {
      const held = new Set(survivor[list].map(({ value }) => value));
      const more = loser[list].filter(({ value }) => !held.has(value));
      survivor[list].push(...more.map((one) => ({ ...one, primary: survivor[list].length === 0 })));
    }
    for (const thing of [
      ...this.state.notes,
      ...this.state.activities,
      ...this.state.deals,
      ...this.state.leads,
    ]) {
      if (thing.person_id === loser.id) thing.person_id = survivor.id;
    }
    loser.is_deleted = true;
    this.touch(survivor);
  }

  createOrganization(body: Json, user: User): Organization {
    const name = this.nameOf(body.name);
    const organization = { id: this.nextId(), name, owner_id: user.id, custom_fields: {}, ...this.stamps() };
    this.state.organizations.push(organization);
    return organization;
  }

  updateOrganization(organization: Organization, body: Json): Organization {
    const custom = this.customFields('organization', body.custom_fields);
    Object.assign(organization, {
      ...(body.name !== undefined && { name: this.nameOf(body.name) }),
      custom_fields: { ...organization.custom_fields, ...custom },
    });
    this.touch(organization);
    return organization;
  }

  createDeal(body: Json, user: User): Deal {
    const stage = this.state.stages.find(({ id }) => id === (body.stage_id ?? this.state.stages[0]?.id));
    if (!stage) throw invalid('stage_id', 'Stage not found or not accessible.');
    if (
      body.pipeline_id !== undefined &&
      body.pipeline_id !== stage.pipeline_id &&
      body.stage_id !== undefined
    ) {
      throw invalid('stage_id', 'Stage does not belong to the pipeline.');
    }
    const { pipeline_id = stage.pipeline_id } = body;
    if (!this.state.pipelines.some(({ id }) => id === pipeline_id)) {
      throw invalid('pipeline_id', 'Pipeline not found or not accessible.');
    }
    const deal: Deal = {
      title: textOf('title', body.title),
      owner_id: this.ownerOf(body.owner_id, user.id),
      person_id: body.person_id === undefined ? null : this.livingPerson(body.person_id, 'person_id'),
      org_id: this.organizationOf(body.org_id),
      pipeline_id: pipeline_id as number,
      stage_id: stage.id,
      status: 'open',
      ...worthOf(body),
      ...this.channelOf(body),
      label_ids: [],
      custom_fields: this.customFields('deal', body.custom_fields),
      ...this.stamps(),
      id: this.nextId(),
    };
    this.state.deals.push(deal);
    return deal;
  }

  /** Its stage and its end. @throws PipedriveError 400 */
  changeDeal(deal: Deal, { stage_id, status }: Json): Deal {
    const stage = this.state.stages.find(({ id }) => id === (stage_id ?? deal.stage_id));
    if (!stage) throw invalid('stage_id', 'Stage not found or not accessible.');
    if (status !== undefined && !['open', 'won', 'lost'].includes(status as string))
      throw invalid('status', 'Invalid value.');
    const changes = { stage_id: stage.id, pipeline_id: stage.pipeline_id, ...(status ? { status } : {}) };
    this.touch(Object.assign(deal, changes));
    return deal;
  }

  /** Pipedrive reference: Leads, "A lead always has to be linked to a person or organization or both". */
  createLead(body: Json, user: User): Lead {
    const { person_id, organization_id, label_ids = [], origin_id } = body;
    if (person_id === undefined && organization_id === undefined) {
      throw refusal(400, 'A person or an organization must be linked to the lead.');
    }
    if (
      person_id !== undefined &&
      !this.state.persons.some(({ id, is_deleted }) => id === person_id && !is_deleted)
    ) {
      throw refusal(404, 'Person was not found.');
    }
    const labels = label_ids as string[];
    if (!labels.every((label) => this.state.leadLabels.some(({ id }) => id === label))) {
      throw refusal(400, 'Lead label was not found.');
    }
    const owner = this.state.users.find(
      ({ id, active_flag }) => id === (body.owner_id ?? user.id) && active_flag,
    );
    if (!owner) throw refusal(400, 'User was not found.');
    const title = typeof body.title === 'string' ? body.title.trim() : '';
    if (!title || title.length > MAX_TEXT) throw refusal(400, 'The title must be 1 to 255 characters long.');
    const lead: Lead = {
      id: randomUUID(),
      title,
      owner_id: owner.id,
      person_id: (person_id as number | undefined) ?? null,
      organization_id: (organization_id as number | undefined) ?? null,
      label_ids: labels,
      origin_id: (origin_id as string | undefined) ?? null,
      ...this.channelOf(body),
      ...this.leadFields(body),
      is_archived: false,
      ...this.stamps(),
    };
    this.state.leads.push(lead);
    return lead;
  }

  private channelOf({ channel = null, channel_id = null }: Json) {
    const known = this.state.dealFields.find(({ field_code }) => field_code === 'channel')?.options ?? [];
    if (channel !== null && !known.some(({ id }) => id === channel)) {
      throw invalid('channel', 'Channel not found or not accessible.');
    }
    return { channel: channel as number | null, channel_id: channel_id as string | null };
  }

  private organizationOf(given: unknown): number | null {
    if (given === undefined || given === null) return null;
    const found = this.state.organizations.find(({ id, is_deleted }) => id === given && !is_deleted);
    if (!found) throw invalid('org_id', 'Organization not found or not accessible.');
    return found.id;
  }

  private nameOf(given: unknown): string {
    const name = textOf('name', given);
    const unwanted = this.state.rules.some(({ field, value }) => field === 'name' && name.includes(value));
    if (unwanted) throw invalid('name', 'This value is not allowed.');
    return name;
  }

  private customFields(entity: string, given: unknown): Json {
    const { personFields, dealFields, organizationFields } = this.state;
    const fields = { person: personFields, deal: dealFields, organization: organizationFields }[entity] ?? [];
    return customFieldsOf(given, { entity, fields, settings: this.settings });
  }

  /** Pipedrive reference v1: Leads: custom fields of deals stand among the lead's own. */
  private leadFields(body: Json): Json {
    const custom = Object.fromEntries(Object.entries(body).filter(([name]) => /^[0-9a-f]{40}$/.test(name)));
    const { dealFields: fields } = this.state;
    const inV2 = Object.entries(custom).map(([key, value]) => {
      const isSet = fields.some(({ field_code, field_type }) => field_code === key && field_type === 'set');
      return [key, isSet && typeof value === 'string' ? value.split(',').map(Number) : value] as const;
    });
    try {
      return customFieldsOf(Object.fromEntries(inV2), { entity: 'lead', fields, settings: this.settings });
    } catch (error) {
      if (!(error instanceof PipedriveError)) throw error;
      const [named = ''] = /'[0-9a-f]{40}'/.exec(error.message) ?? [];
      throw refusal(400, named ? `Invalid value for custom field ${named}` : 'Invalid request parameters');
    }
  }

  /** Pipedrive reference: Persons: they "don't exist by default"; sending one without Contact Sync is a 403. */
  private refuseContactSync(body: Json): void {
    const own = ['im', 'postal_address', 'notes', 'birthday', 'job_title', 'marketing_status'];
    if (own.some((name) => body[name] !== undefined)) throw forbidden();
  }
}
