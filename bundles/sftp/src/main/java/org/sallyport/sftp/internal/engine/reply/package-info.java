/** Replies: made, put in order, packed and sent. */
package org.sallyport.sftp.internal.engine.reply;
