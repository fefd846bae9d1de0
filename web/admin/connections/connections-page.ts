/** `/admin/connections`: what agencies' software may do here, and what it is told (article 12.2). */
import { html } from 'lit';
import { define, Page } from '../../elements/light.ts';
import { adminFrame } from '../frame.ts';
import './api-keys.ts';
import './webhooks.ts';
import './connections.css';

export class ConnectionsPage extends Page {
  override render() {
    return adminFrame(
      '/admin/connections',
      'admin.connections',
      html`<div class="stack loose connections">
        <qn-api-keys></qn-api-keys>
        <qn-agency-webhooks></qn-agency-webhooks>
      </div>`,
    );
  }
}
define('qn-connections-page', ConnectionsPage);
