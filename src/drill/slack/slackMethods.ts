import type { DrillChannel, DrillMessage, DrillUser, SlackDrill } from './slackDrill.ts';

/** What a method is called with, from a query or a JSON body. */
export type SlackArguments = Readonly<Record<string, unknown>>;
export type SlackAnswer = Readonly<Record<string, unknown>>;

interface Method {
  /** What the token needs; null for none. */
  readonly scope: string | null;
  readonly answer: (drill: SlackDrill, called: SlackArguments, bot: DrillUser) => SlackAnswer;
}

/** Ends a method with `ok: false`. */
class Refusal {
  constructor(readonly code: string) {}
}

/** Slack cuts a longer text; here it is refused, so that a test sees it. */
const longestText = 40_000;
const longestTopic = 250;

const methods: Readonly<Record<string, Method>> = {
  'auth.test': {
    scope: null,
    answer: ({ team }, _, bot) => ({
      ok: true,
      url: 'https://drill.slack.invalid/',
      team: team.name,
      user: bot.name,
      team_id: team.id,
      user_id: bot.id,
      bot_id: bot.id.replace(/^U/, 'B'),
      is_enterprise_install: false,
    }),
  },
  'conversations.create': {
    scope: 'channels:manage',
    answer: (drill, { name }, bot) => {
      if (typeof name !== 'string' || name === '') throw new Refusal('invalid_name_required');
      if (name.length > 80) throw new Refusal('invalid_name_maxlength');
      if (!/^[\p{Ll}\p{Lo}\p{N}_-]+$/u.test(name)) throw new Refusal('invalid_name_specials');
      if (drill.channels.some(channel => channel.name === name)) throw new Refusal('name_taken');
      return { ok: true, channel: conversation(drill.createChannel(name, bot.id), drill, bot) };
    },
  },
  'conversations.list': {
    scope: 'channels:read',
    answer: (drill, { exclude_archived: hidden, limit, cursor }, bot) => {
      const all = drill.channels.filter(({ archived }) => String(hidden) !== 'true' || !archived);
      const { page, next } = paged(all, limit, cursor);
      const channels = page.map(channel => conversation(channel, drill, bot));
      return { ok: true, channels, response_metadata: { next_cursor: next } };
    },
  },
  'conversations.setTopic': {
    scope: 'channels:manage',
    answer: (drill, { channel: id, topic }, bot) => {
      const channel = joined(drill, id, bot);
      if (String(topic).length > longestTopic) throw new Refusal('too_long');
      drill.setTopic(channel, escaped(String(topic)), bot.id);
      return { ok: true, channel: conversation(channel, drill, bot) };
    },
  },
  'conversations.invite': {
    scope: 'channels:manage',
    answer: (drill, { channel: id, users }, bot) => {
      const channel = joined(drill, id, bot);
      const invited = String(users).split(',');
      for (const user of invited) {
        if (user === bot.id) throw new Refusal('cant_invite_self');
        if (!drill.users.some(known => known.id === user)) throw new Refusal('user_not_found');
        if (channel.members.has(user)) throw new Refusal('already_in_channel');
      }
      for (const user of invited) drill.join(channel, user);
      return { ok: true, channel: conversation(channel, drill, bot) };
    },
  },
  'conversations.join': {
    scope: 'channels:join',
    answer: (drill, { channel: id }, bot) => {
      const channel = live(drill, id);
      const wasIn = channel.members.has(bot.id);
      drill.join(channel, bot.id);
      return {
        ok: true,
        channel: conversation(channel, drill, bot),
        ...(wasIn && {
          warning: 'already_in_channel',
          response_metadata: { warnings: ['already_in_channel'] },
        }),
      };
    },
  },
  'users.lookupByEmail': {
    scope: 'users:read.email',
    answer: (drill, { email }) => {
      const user = drill.users.find(known => known.email === String(email).toLowerCase());
      if (!user) throw new Refusal('users_not_found');
      return { ok: true, user: person(user, drill) };
    },
  },
  'chat.postMessage': {
    scope: 'chat:write',
    answer: (drill, { channel: id, text, thread_ts: thread, metadata }, bot) => {
      const channel = joined(drill, id, bot);
      if (typeof text !== 'string' || text === '') throw new Refusal('no_text');
      if (text.length > longestText) throw new Refusal('msg_too_long');
      if (thread !== undefined && !channel.messages.some(({ ts }) => ts === thread))
        throw new Refusal('thread_not_found');
      const said = drill.post(channel, {
        user: bot.id,
        text,
        thread: typeof thread === 'string' ? thread : null,
        metadata: (metadata as DrillMessage['metadata']) ?? null,
      });
      return { ok: true, channel: channel.id, ts: said.ts, message: message(said, drill, false) };
    },
  },
  'conversations.history': {
    scope: 'channels:history',
    answer: (drill, called, bot) => {
      const channel = joined(drill, called['channel'], bot);
      return history(drill, called, channel.messages.filter(({ thread }) => thread === null).reverse());
    },
  },
  'conversations.replies': {
    scope: 'channels:history',
    answer: (drill, called, bot) => {
      const { messages } = joined(drill, called['channel'], bot);
      const parent = messages.find(({ ts }) => ts === called['ts']);
      if (!parent) throw new Refusal('thread_not_found');
      const replies = messages.filter(({ thread }) => thread === parent.ts);
      return history(drill, called, [parent, ...replies]);
    },
  },
};

/** What the workspace answers to a call of a method with a token that it takes. */
export function slackAnswer(
  drill: SlackDrill,
  name: string,
  called: SlackArguments,
  bot: DrillUser,
): SlackAnswer {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!method) return { ok: false, error: 'unknown_method' };
  const { scope } = method;
  if (scope !== null && !drill.scopes.has(scope))
    return { ok: false, error: 'missing_scope', needed: scope, provided: [...drill.scopes].join(',') };
  try {
    return method.answer(drill, called, bot);
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.code };
    throw error;
  }
}

/** A channel that takes something. */
function live(drill: SlackDrill, id: unknown): DrillChannel {
  const channel = drill.channel(id);
  if (!channel) throw new Refusal('channel_not_found');
  if (channel.archived) throw new Refusal('is_archived');
  return channel;
}

function joined(drill: SlackDrill, id: unknown, bot: DrillUser): DrillChannel {
  const channel = live(drill, id);
  if (!channel.members.has(bot.id)) throw new Refusal('not_in_channel');
  return channel;
}

function history(drill: SlackDrill, called: SlackArguments, all: readonly DrillMessage[]): SlackAnswer {
  const since = Number(called['oldest'] ?? 0);
  const { page, next } = paged(
    // The first of a thread comes along however old it is.
    all.filter(({ ts }) => Number(ts) > since || ts === called['ts']),
    called['limit'],
    called['cursor'],
  );
  const whole = String(called['include_all_metadata']) === 'true';
  return {
    ok: true,
    messages: page.map(said => message(said, drill, whole)),
    has_more: next !== '',
    pin_count: 0,
    response_metadata: { next_cursor: next },
  };
}

function paged<T>(all: readonly T[], limit: unknown, cursor: unknown): { page: readonly T[]; next: string } {
  const from = Number(cursor ?? 0);
  const size = Number(limit ?? 100);
  return { page: all.slice(from, from + size), next: from + size < all.length ? String(from + size) : '' };
}

function message(said: DrillMessage, { team }: SlackDrill, withMetadata: boolean): SlackAnswer {
  return {
    type: 'message',
    user: said.user,
    text: said.text,
    ts: said.ts,
    team: team.id,
    ...(said.subtype !== undefined && { subtype: said.subtype }),
    ...(said.topic !== undefined && { topic: said.topic }),
    ...(said.thread !== null && { thread_ts: said.thread }),
    ...(withMetadata && said.metadata && { metadata: said.metadata }),
  };
}

function conversation(channel: DrillChannel, { team }: SlackDrill, bot: DrillUser): SlackAnswer {
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    created: channel.created,
    creator: channel.creator,
    is_archived: channel.archived,
    is_channel: true,
    is_general: channel.name === 'general',
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_member: channel.members.has(bot.id),
    is_org_shared: false,
    is_private: false,
    is_shared: false,
    shared_team_ids: [team.id],
    topic: channel.topic,
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

function person({ id, name, email }: DrillUser, { team }: SlackDrill): SlackAnswer {
  return {
    id,
    name,
    team_id: team.id,
    is_bot: false,
    is_app_user: false,
    updated: 1_700_000_000,
    profile: {
      email,
      real_name: name,
      real_name_normalized: name,
      display_name: name,
      display_name_normalized: name,
      avatar_hash: 'drill',
      title: '',
      phone: '',
      skype: '',
      status_text: '',
      status_emoji: '',
      fields: {},
    },
  };
}

/** Slack gives topics back with its three escapes. */
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
