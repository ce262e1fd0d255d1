export {
  before,
  NEW_TITLE,
  readAnswer,
  renamed,
  turnsOf,
  withEntry,
  withoutLastAnswer,
  type AssistantEntry,
  type ChatCode,
  type ChatEdits,
  type ChatEntry,
  type Conversation,
  type ReadAnswer,
  type UserEntry,
} from './conversation';
export { conversationJson, conversationMarkdown, readConversation } from './files';
export { placeCode, unplaceable, type Placed, type PlaceKind, type Unplaceable } from './place';
