/** Every route that the app may call, with what it takes and gives; e2e/app/api-routes.test.ts holds it to the server's. */

import type {
  accessAtAnswer,
  accessAtQuery,
  accessChange,
  accountView,
  adoptCredentialRequest,
  adoptUserRequest,
  alarmList,
  alarmQuery,
  apiKeyList,
  apiKeyMade,
  auditPage,
  auditVerdict,
  careLanguage,
  claimRequest,
  credentialAdded,
  credentialChange,
  diagnosisAnswers,
  diagnosisStep,
  enrolmentStart,
  fingerprintAdvice,
  gatewayView,
  guestAdded,
  guestLinkList,
  guestPage,
  guestPageRequest,
  historyPage,
  historyPageQuery,
  homeChange,
  homeList,
  homeSettings,
  installationChange,
  installationQuery,
  installationState,
  invitationAcceptance,
  invitationList,
  invitationMade,
  lockChange,
  lockList,
  lockRemoval,
  lockRequest,
  lockView,
  maintenanceList,
  memberChange,
  memberList,
  membershipView,
  mqttChange,
  newApiKey,
  newCredential,
  newGuest,
  newInvitation,
  newLock,
  newPerson,
  noticePreferences,
  noticePreferencesView,
  orderResult,
  passageRequest,
  passwordChange,
  sessionList,
  pauseChange,
  personChange,
  personExport,
  personList,
  personView,
  proofChallenge,
  proofChallengeRequest,
  proofMade,
  proofRequest,
  pushSubscriptionInput,
  pushSubscriptionList,
  pushSubscriptionView,
  setUpState,
  settingChange,
  shareAnswer,
  shareRequest,
  signInRequest,
  snoozeInput,
  unlockRequest,
  webhookChange,
  webhookCreated,
  webhookDeliveries,
  webhookInput,
  webhookList,
  webhookTested,
  webhookView,
  whyRefused,
} from "@catenaccio/protocol/api";
import type { Input, Output } from "./api-types.ts";

export interface ApiRoutes {
  "GET /api/set-up": { answer: Output<typeof setUpState> };
  "POST /api/claim": { body: Input<typeof claimRequest>; answer: Output<typeof accountView> };
  "POST /api/session": { body: Input<typeof signInRequest>; answer: Output<typeof accountView> };
  "GET /api/session": { answer: Output<typeof accountView> };
  "DELETE /api/session": { answer: null };
  "PUT /api/session/password": { body: Input<typeof passwordChange>; answer: null };
  "GET /api/sessions": { answer: Output<typeof sessionList> };
  "DELETE /api/sessions": { answer: null };
  "GET /api/homes": { answer: Output<typeof homeList> };
  "GET /api/homes/{homeId}": { answer: Output<typeof membershipView> };
  "PATCH /api/homes/{homeId}": { body: Input<typeof homeChange>; answer: { readonly name: string } };

  "GET /api/homes/{homeId}/members": { answer: Output<typeof memberList> };
  "PATCH /api/homes/{homeId}/members/{accountId}": { body: Input<typeof memberChange>; answer: null };
  "DELETE /api/homes/{homeId}/members/{accountId}": { answer: null };
  "GET /api/homes/{homeId}/invitations": { answer: Output<typeof invitationList> };
  "POST /api/homes/{homeId}/invitations": {
    body: Input<typeof newInvitation>;
    answer: Output<typeof invitationMade>;
  };
  "DELETE /api/homes/{homeId}/invitations/{invitationId}": { answer: null };
  "POST /api/invitations/accept": { body: Input<typeof invitationAcceptance>; answer: Output<typeof accountView> };
  "GET /api/homes/{homeId}/api-keys": { answer: Output<typeof apiKeyList> };
  "POST /api/homes/{homeId}/api-keys": { body: Input<typeof newApiKey>; answer: Output<typeof apiKeyMade> };
  "DELETE /api/homes/{homeId}/api-keys/{apiKeyId}": { answer: null };
  "GET /api/homes/{homeId}/audit": {
    query: { readonly before?: number; readonly limit?: number };
    answer: Output<typeof auditPage>;
  };
  "GET /api/homes/{homeId}/audit/verification": { answer: Output<typeof auditVerdict> };

  "POST /api/homes/{homeId}/locks/{lockId}/proof-challenges": {
    body: Input<typeof proofChallengeRequest>;
    answer: Output<typeof proofChallenge>;
  };
  "POST /api/homes/{homeId}/locks/{lockId}/proofs": {
    body: Input<typeof proofRequest>;
    answer: Output<typeof proofMade>;
  };

  "GET /api/homes/{homeId}/locks": { answer: Output<typeof lockList> };
  "GET /api/homes/{homeId}/locks/{lockId}": { answer: Output<typeof lockView> };
  "POST /api/homes/{homeId}/locks": { body: Input<typeof newLock>; answer: Output<typeof lockView> };
  "PATCH /api/homes/{homeId}/locks/{lockId}": { body: Input<typeof lockChange>; answer: Output<typeof lockView> };
  "DELETE /api/homes/{homeId}/locks/{lockId}": { query: Input<typeof lockRemoval>; answer: null };
  "POST /api/homes/{homeId}/locks/{lockId}/unlock": {
    body: Input<typeof unlockRequest>;
    answer: Output<typeof orderResult>;
  };
  "POST /api/homes/{homeId}/locks/{lockId}/lock": {
    body: Input<typeof lockRequest>;
    answer: Output<typeof orderResult>;
  };
  "POST /api/homes/{homeId}/locks/{lockId}/passage": {
    body: Input<typeof passageRequest>;
    answer: Output<typeof orderResult>;
  };
  "PUT /api/homes/{homeId}/locks/{lockId}/settings": { body: Input<typeof settingChange>; answer: null };
  "POST /api/homes/{homeId}/locks/{lockId}/restore-entry": { answer: null };
  "POST /api/homes/{homeId}/locks/{lockId}/identify": { answer: null };
  "POST /api/homes/{homeId}/locks/{lockId}/share": {
    body: Input<typeof shareRequest>;
    answer: Output<typeof shareAnswer>;
  };
  "POST /api/homes/{homeId}/locks/{lockId}/found-users/{userIndex}/adopt": {
    body: Input<typeof adoptUserRequest>;
    answer: { readonly personId: string };
  };
  "DELETE /api/homes/{homeId}/locks/{lockId}/found-users/{userIndex}": { answer: null };
  "POST /api/homes/{homeId}/locks/{lockId}/found-credentials/adopt": {
    body: Input<typeof adoptCredentialRequest>;
    answer: { readonly credentialId: string };
  };
  "DELETE /api/homes/{homeId}/locks/{lockId}/found-credentials/{kind}/{index}": { answer: null };
  "GET /api/homes/{homeId}/gateway": { answer: Output<typeof gatewayView> };
  "PUT /api/homes/{homeId}/gateway/mqtt": { body: Input<typeof mqttChange>; answer: null };

  "GET /api/homes/{homeId}/people": { answer: Output<typeof personList> };
  "POST /api/homes/{homeId}/people": { body: Input<typeof newPerson>; answer: Output<typeof personView> };
  "GET /api/homes/{homeId}/people/{personId}": { answer: Output<typeof personView> };
  "PATCH /api/homes/{homeId}/people/{personId}": {
    body: Input<typeof personChange>;
    answer: Output<typeof personView>;
  };
  "DELETE /api/homes/{homeId}/people/{personId}": { answer: null };
  "PUT /api/homes/{homeId}/people/{personId}/paused": {
    body: Input<typeof pauseChange>;
    answer: Output<typeof personView>;
  };
  "PUT /api/homes/{homeId}/people/{personId}/access/{lockId}": {
    body: Input<typeof accessChange>;
    answer: Output<typeof personView>;
  };
  "DELETE /api/homes/{homeId}/people/{personId}/access/{lockId}": { answer: null };
  "POST /api/homes/{homeId}/people/{personId}/credentials": {
    body: Input<typeof newCredential>;
    answer: Output<typeof credentialAdded>;
  };
  "PATCH /api/homes/{homeId}/people/{personId}/credentials/{credentialId}": {
    body: Input<typeof credentialChange>;
    answer: Output<typeof personView>;
  };
  "DELETE /api/homes/{homeId}/people/{personId}/credentials/{credentialId}": { answer: null };
  "POST /api/homes/{homeId}/people/{personId}/credentials/{credentialId}/enrolment": {
    body: Input<typeof enrolmentStart>;
    answer: null;
  };
  "DELETE /api/homes/{homeId}/locks/{lockId}/enrolment": { answer: null };
  "GET /api/homes/{homeId}/locks/{lockId}/access-at": {
    query: Input<typeof accessAtQuery>;
    answer: Output<typeof accessAtAnswer>;
  };
  "GET /api/homes/{homeId}/people/{personId}/export": { answer: Output<typeof personExport> };
  "GET /api/homes/{homeId}/own-data": { answer: { readonly people: readonly Output<typeof personExport>[] } };

  "GET /api/homes/{homeId}/guests": { answer: Output<typeof guestLinkList> };
  "POST /api/homes/{homeId}/guests": { body: Input<typeof newGuest>; answer: Output<typeof guestAdded> };
  "DELETE /api/homes/{homeId}/guests/{personId}": { answer: null };
  "DELETE /api/homes/{homeId}/guests/{personId}/link": { answer: null };
  "POST /api/guest": { body: Input<typeof guestPageRequest>; answer: Output<typeof guestPage> };

  "GET /api/homes/{homeId}/history": {
    query: Omit<Input<typeof historyPageQuery>, "limit"> & { readonly limit?: number };
    answer: Output<typeof historyPage>;
  };
  "GET /api/homes/{homeId}/history/{lockId}/{numbering}/{number}/why": {
    query: Input<typeof careLanguage>;
    answer: Output<typeof whyRefused>;
  };
  "GET /api/homes/{homeId}/alarms": { query: Input<typeof alarmQuery>; answer: Output<typeof alarmList> };
  "POST /api/homes/{homeId}/alarms/{alarmId}/acknowledge": { answer: null };

  "GET /api/homes/{homeId}/settings": { answer: Output<typeof homeSettings> };
  "PUT /api/homes/{homeId}/settings": { body: Input<typeof homeSettings>; answer: Output<typeof homeSettings> };

  "GET /api/homes/{homeId}/push": { answer: Output<typeof pushSubscriptionList> };
  "POST /api/homes/{homeId}/push": {
    body: Input<typeof pushSubscriptionInput>;
    answer: Output<typeof pushSubscriptionView>;
  };
  "DELETE /api/homes/{homeId}/push/{subscriptionId}": { answer: null };
  "POST /api/homes/{homeId}/push/{subscriptionId}/test": { answer: null };
  "GET /api/homes/{homeId}/notices": { answer: Output<typeof noticePreferencesView> };
  "PUT /api/homes/{homeId}/notices": { body: Input<typeof noticePreferences>; answer: null };
  "GET /api/homes/{homeId}/webhooks": { answer: Output<typeof webhookList> };
  "POST /api/homes/{homeId}/webhooks": { body: Input<typeof webhookInput>; answer: Output<typeof webhookCreated> };
  "PATCH /api/homes/{homeId}/webhooks/{webhookId}": {
    body: Input<typeof webhookChange>;
    answer: Output<typeof webhookView>;
  };
  "DELETE /api/homes/{homeId}/webhooks/{webhookId}": { answer: null };
  "POST /api/homes/{homeId}/webhooks/{webhookId}/test": { answer: Output<typeof webhookTested> };
  "GET /api/homes/{homeId}/webhooks/{webhookId}/deliveries": { answer: Output<typeof webhookDeliveries> };

  "GET /api/homes/{homeId}/maintenance": {
    query: Input<typeof careLanguage>;
    answer: Output<typeof maintenanceList>;
  };
  "POST /api/homes/{homeId}/locks/{lockId}/maintenance/{task}/done": { answer: null };
  "POST /api/homes/{homeId}/locks/{lockId}/maintenance/{task}/snooze": {
    body: Input<typeof snoozeInput>;
    answer: null;
  };
  "GET /api/homes/{homeId}/locks/{lockId}/diagnosis": {
    query: Input<typeof careLanguage>;
    answer: Output<typeof diagnosisStep>;
  };
  "POST /api/homes/{homeId}/locks/{lockId}/diagnosis": {
    query: Input<typeof careLanguage>;
    body: Input<typeof diagnosisAnswers>;
    answer: Output<typeof diagnosisStep>;
  };
  "GET /api/homes/{homeId}/installation": {
    query: Input<typeof installationQuery>;
    answer: Output<typeof installationState>;
  };
  "PUT /api/homes/{homeId}/installation/{step}": { body: Input<typeof installationChange>; answer: null };
  "GET /api/homes/{homeId}/fingerprint-advice": {
    query: Input<typeof careLanguage>;
    answer: Output<typeof fingerprintAdvice>;
  };
}
